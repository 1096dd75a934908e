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
        var room = await FileRoom.HoldAsync(db, personId, options.Value, ct);
        var row = await db.Files.SingleOrDefaultAsync(file => file.Id == id, ct);
        if (announced && row is not { State: FileState.Uploading })
            return FileRefusal.NotThere;
        var twin = await db.Files.AsNoTracking().OwnedBy(personId).Where(file => file.Hash == hash && file.State != FileState.Gone).OrderByDescending(file => file.State == FileState.Ready).FirstOrDefaultAsync(ct);
        // Bytes that are there already need no room, and what was announced has its own.
        if (row is null && room.RefusalOf(twin is null ? length : 0, options.Value) is { } refusal)
            return refusal;
        if (twin is null && room.Free + (row?.Size ?? 0) < length)
            return FileRefusal.Quota(room.Free);
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
