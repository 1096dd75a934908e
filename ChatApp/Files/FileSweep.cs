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
    FileLoss loss,
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
            var (orphans, changed) = await CompareAsync(now - Young, ct);
            orphans += await RemovePartialsAsync(now - Young, ct);
            if (gone + orphans + changed > 0)
                LogSwept(gone, orphans, changed);
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

    /// <summary>Person by person: bytes that no row names go, and files without bytes are said to be gone. What looks wrong is looked at again before anything is done.</summary>
    private async Task<(int Orphans, int Changed)> CompareAsync(DateTime then, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var (orphans, changed) = (0, 0);
        var people = await db.Files.Where(file => file.Hash != null).Select(file => file.UserId).Distinct().ToListAsync(ct);
        foreach (var person in people.Union(store.People()))
        {
            var stored = store.Of(person).ToList();
            var named = await db.Files.OwnedBy(person).Where(file => file.Hash != null).Select(file => new { Hash = file.Hash!, IsGone = file.State == FileState.Gone }).Distinct().ToListAsync(ct);
            foreach (var bytes in stored.Where(bytes => bytes.Touched < then).ExceptBy(named.Select(file => file.Hash), bytes => bytes.Hash))
                orphans += await deletion.RemoveOrphanAsync(person, bytes.Hash, ct) ? 1 : 0;
            var whole = stored.Where(bytes => bytes.Whole).Select(bytes => bytes.Hash).ToHashSet();
            foreach (var file in named.Where(file => file.IsGone == whole.Contains(file.Hash)))
                changed += await loss.LookAsync(person, file.Hash, ct);
        }
        return (orphans, changed);
    }

    private async Task<int> RemovePartialsAsync(DateTime then, CancellationToken ct)
    {
        var removed = 0;
        await using var db = await databases.CreateDbContextAsync(ct);
        foreach (var id in partials.OlderThan(then))
            if (!await db.Files.AnyAsync(file => file.Id == id && file.State == FileState.Uploading, ct))
            {
                partials.Remove(id);
                removed++;
            }
        return removed;
    }

    [LoggerMessage(LogLevel.Information, "Swept {Files} files that nobody sent and {Bytes} that nobody knew; {Changed} lost their bytes or have them again")]
    private partial void LogSwept(int files, int bytes, int changed);

    [LoggerMessage(LogLevel.Error, "Sweeping files failed; the next try comes soon")]
    private partial void LogTickFailed(Exception e);
}
