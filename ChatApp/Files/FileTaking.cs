using ChatApp.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatApp.Files;

/// <summary>Makes a whole upload a file of its person: its kind, its room in the quota, its bytes in the store, its row.</summary>
internal sealed class FileTaking(
    IDbContextFactory<ChatDbContext> databases,
    IFileStore store,
    PartialFiles partials,
    FileRules rules,
    PersonGates gates,
    FileReading reading,
    FileChanges changes,
    IOptions<FilesOptions> options,
    TimeProvider time)
{
    /// <summary>Bytes the person may still upload.</summary>
    public async Task<long> FreeAsync(Guid personId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return options.Value.QuotaBytes - await db.Files.UsedAsync(personId, ct);
    }

    /// <summary>The same in a transaction, as its first statement: two uploads at once get an order and cannot both take the last room.</summary>
    public static async Task<long> FreeAsync(ChatDbContext db, Guid personId, long quota, CancellationToken ct)
    {
        await db.Users.Where(user => user.Id == personId).ExecuteUpdateAsync(user => user.SetProperty(row => row.Priority, row => row.Priority), ct);
        return quota - await db.Files.UsedAsync(personId, ct);
    }

    /// <param name="id">Of the upload, whose partial file holds all bytes; it becomes the file's.</param>
    /// <param name="announced">It has a row already, unless its person gave it up meanwhile.</param>
    public async Task<Uploaded> TakeAsync(Guid personId, Guid id, string name, FileContent content, bool announced, CancellationToken ct)
    {
        if (content.Length == 0)
            return FileRefusal.Empty;
        if (rules.RefusalOf(name, content, out var type) is { } refusal)
            return refusal;
        var hash = content.Hash();
        partials.Flush(id);
        using var entered = await gates.EnterAsync(personId, ct);
        // From here on it is done whole, even if nobody waits for it any more.
        var taken = await databases.InTransactionAsync(
            (db, ct) => AddAsync(db, personId, id, FileRules.Complete(name, type!), type!, hash, content.Length, announced, ct), uploaded => uploaded.File is not null, CancellationToken.None);
        if (taken.File is { } file)
        {
            changes.Publish(personId, id);
            FileMeters.Took(file.Kind, file.Size);
            if (file.State is FileState.Checking)
                reading.Enqueue(id);
        }
        return taken;
    }

    private async Task<Uploaded> AddAsync(ChatDbContext db, Guid personId, Guid id, string name, FileType type, string hash, long length, bool announced, CancellationToken ct)
    {
        var free = await FreeAsync(db, personId, options.Value.QuotaBytes, ct);
        var row = await db.Files.SingleOrDefaultAsync(file => file.Id == id, ct);
        if (announced && row is not { State: FileState.Uploading })
            return FileRefusal.NotThere;
        var twin = await db.Files.AsNoTracking().OwnedBy(personId).Where(file => file.Hash == hash).OrderByDescending(file => file.State).FirstOrDefaultAsync(ct);
        if (twin is null && free + (row?.Size ?? 0) < length)
            return FileRefusal.Quota(free);
        if (row is null)
            db.Files.Add(row = new() { Id = id, UserId = personId, Size = length, CreatedAt = time.GetUtcNow().UtcDateTime });
        (row.Name, row.Type, row.Kind, row.Hash) = (name, type.Type, type.Kind, hash);
        // Equal bytes were read before, as the same kind.
        if (twin is { State: FileState.Ready } && twin.Kind == type.Kind)
            (row.State, row.Width, row.Height, row.Pages) = (FileState.Ready, twin.Width, twin.Height, twin.Pages);
        else
            row.State = FileState.Checking;
        await store.KeepAsync(new(personId, hash), partials.PathOf(id), ct);
        await db.SaveChangesAsync(ct);
        return row;
    }
}
