using ChatApp.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatApp.Files;

/// <summary>Brings rows and bytes together again after crashes, removes what was never sent, and has read what nobody read.</summary>
internal sealed partial class FileSweep(
    IDbContextFactory<ChatDbContext> databases,
    IFileStore store,
    PartialFiles partials,
    FileDeletion deletion,
    FileReading reading,
    IOptions<FilesOptions> options,
    TimeProvider time,
    ILogger<FileSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    /// <summary>Bytes younger than this may belong to a row that is just being written.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromHours(1);
    private DateTime lastLook = DateTime.MaxValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
                await TickAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    internal async Task TickAsync(CancellationToken ct)
    {
        try
        {
            var now = time.GetUtcNow().UtcDateTime;
            await ReadAgainAsync(now, ct);
            var unsent = now - options.Value.KeepUnsent;
            var gone = await deletion.DeleteAsync(db => db.Files.Where(file => file.ConversationId == null && file.CreatedAt < unsent), ct)
                + await deletion.DeleteAsync(OfNoConversation, ct);
            var orphans = await RemoveOrphansAsync(now - Young, ct);
            if (gone + orphans > 0)
                LogSwept(gone, orphans);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogTickFailed(e);
        }
    }

    // At the start all of them, since the engine forgets its jobs; later those that were waiting at the last look already.
    private async Task ReadAgainAsync(DateTime now, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var waiting = await db.Files.Where(file => file.State == FileState.Checking && file.CreatedAt < lastLook).Select(file => file.Id).ToListAsync(ct);
        waiting.ForEach(reading.Enqueue);
        lastLook = now;
    }

    private static IQueryable<StoredFile> OfNoConversation(ChatDbContext db) =>
        db.Files.Where(file => file.ConversationId != null && !db.Conversations.Any(conversation => conversation.Id == file.ConversationId));

    private async Task<int> RemoveOrphansAsync(DateTime then, CancellationToken ct)
    {
        var removed = 0;
        foreach (var (person, hash) in store.OlderThan(then))
            if (await deletion.RemoveOrphanAsync(person, hash, ct))
                removed++;
        await using var db = await databases.CreateDbContextAsync(ct);
        foreach (var id in partials.OlderThan(then))
            if (!await db.Files.AnyAsync(file => file.Id == id && file.State == FileState.Uploading, ct))
            {
                partials.Remove(id);
                removed++;
            }
        return removed;
    }

    [LoggerMessage(LogLevel.Information, "Swept {Files} files that nobody sent and {Bytes} that nobody knew")]
    private partial void LogSwept(int files, int bytes);

    [LoggerMessage(LogLevel.Error, "Sweeping files failed; the next try comes soon")]
    private partial void LogTickFailed(Exception e);
}
