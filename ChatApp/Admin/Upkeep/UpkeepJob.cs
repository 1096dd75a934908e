using System.Collections.Concurrent;
using ChatApp.Data;
using ChatApp.Queue;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Admin.Upkeep;

/// <summary>Runs recurring work by its name and remembers how it went.</summary>
internal sealed partial class UpkeepJob(IEnumerable<IRecurringWork> works, IDbContextFactory<ChatDbContext> databases, TimeProvider time, ILogger<UpkeepJob> logger)
{
    private static readonly ConcurrentDictionary<(IDbContextFactory<ChatDbContext>, string), bool> Running = new();

    [JobDisplayName("{0}")]
    public async Task RunAsync(string name, CancellationToken ct)
    {
        // The engine may remember work of an older version.
        if (works.FirstOrDefault(work => work.Name == name) is not { } work || !Running.TryAdd((databases, name), true))
            return;
        try
        {
            await RunAsync(work, ct);
        }
        finally
        {
            Running.TryRemove((databases, name), out _);
        }
    }

    private async Task RunAsync(IRecurringWork work, CancellationToken ct)
    {
        var started = time.GetUtcNow().UtcDateTime;
        try
        {
            await NoteAsync(work.Name, started, failed: false, await work.RunAsync(ct), ct);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            LogFailed(exception, work.Name);
            await NoteAsync(work.Name, started, failed: true, $"Failed ({exception.GetType().Name}); the log says more.", ct);
        }
    }

    private async Task NoteAsync(string name, DateTime started, bool failed, string result, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var run = await db.MaintenanceRuns.SingleOrDefaultAsync(row => row.Name == name, ct);
        if (run is null)
            db.MaintenanceRuns.Add(run = new() { Name = name });
        (run.StartedAt, run.EndedAt, run.Failed, run.Result) = (started, time.GetUtcNow().UtcDateTime, failed, result);
        await db.SaveChangesAsync(ct);
    }

    [LoggerMessage(LogLevel.Error, "The recurring work {Name} failed")]
    private partial void LogFailed(Exception exception, string name);
}
