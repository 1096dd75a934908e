using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Account;

/// <summary>Finds out, in one query every two seconds, which of the sessions in use were ended elsewhere; notes when they were last seen.</summary>
internal sealed partial class SessionWatcher(
    OpenSessions sessions, OpenPages pages, IDbContextFactory<ChatDbContext> databases, TimeProvider time, ILogger<SessionWatcher> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private const int TicksPerNote = 30;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        for (var tick = 1; await timer.WaitForNextTickAsync(stoppingToken); tick++)
        {
            try
            {
                await EndWhatEndedAsync(stoppingToken);
                if (tick % TicksPerNote == 0)
                    await NoteSeenAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
    }

    internal async Task EndWhatEndedAsync(CancellationToken ct)
    {
        var asked = sessions.InUse(pages.Sessions);
        if (asked.Count == 0)
            return;
        await using var db = await databases.CreateDbContextAsync(ct);
        // Asked by id, so that rows gone with their person count as ended too.
        var open = await db.Sessions.Where(row => EF.Parameter(asked).Contains(row.Id) && row.EndedAt == null).Select(row => row.Id).ToListAsync(ct);
        sessions.End(asked.Except(open));
    }

    private async Task NoteSeenAsync(CancellationToken ct)
    {
        var seen = sessions.TakeSeen();
        if (seen.Count == 0)
            return;
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = time.GetUtcNow().UtcDateTime;
        await db.Sessions.Where(row => EF.Parameter(seen).Contains(row.Id)).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastSeenAt, now), ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sessions could not be looked at; trying again in two seconds.")]
    private partial void LogFailed(Exception exception);
}
