using System.Globalization;
using ChatApp.Data;
using ChatApp.Queue;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatApp.Files;

/// <summary>Brings rows and bytes together again after crashes, removes what was never sent, and has read what nobody read: that already at the start.</summary>
internal sealed partial class FileSweep(
    IDbContextFactory<ChatDbContext> databases,
    IFileStore store,
    PartialFiles partials,
    FileDeletion deletion,
    FileReading reading,
    FileLoss loss,
    IOptions<FilesOptions> options,
    TimeProvider time,
    ILogger<FileSweep> logger) : BackgroundService, IRecurringWork
{
    /// <summary>Bytes younger than this may belong to a row that is just being written.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromHours(1);
    private DateTime lastLook = DateTime.MaxValue;

    public string Name => "files";
    public string Purpose => "Removes files that were never sent and bytes that no file names, and finds files without their bytes";
    public string Cron => "*/5 * * * *";

    public async Task<string> RunAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await ReadAgainAsync(now, ct);
        var unsent = now - options.Value.KeepUnsent;
        var gone = await deletion.DeleteAsync(db => db.Files.Where(file => file.ConversationId == null && file.CreatedAt < unsent), ct)
            + await deletion.DeleteAsync(OfNoConversation, ct);
        var (orphans, changed) = await CompareAsync(now - Young, ct);
        orphans += await RemovePartialsAsync(now - Young, ct);
        return string.Create(CultureInfo.InvariantCulture, $"Files removed: {gone:N0}; bytes of no file removed: {orphans:N0}; files that lost their bytes or have them again: {changed:N0}.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ReadAgainAsync(time.GetUtcNow().UtcDateTime, stoppingToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotReadAgain(e);
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

    [LoggerMessage(LogLevel.Error, "Files that wait to be read could not be looked for; the sweep tries again soon")]
    private partial void LogNotReadAgain(Exception e);
}
