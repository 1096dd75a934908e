using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Files;

/// <summary>What a person may still upload.</summary>
/// <param name="Free">Bytes.</param>
/// <param name="Files">That they have, unfinished uploads among them.</param>
/// <param name="Open">Unfinished uploads.</param>
internal sealed record FileRoom(long Free, int Files, int Open)
{
    public static async Task<FileRoom> ReadAsync(ChatDbContext db, Guid personId, FilesOptions limits, CancellationToken ct)
    {
        var own = db.Files.OwnedBy(personId);
        return new(
            limits.QuotaBytes - await db.Files.UsedAsync(personId, ct),
            await own.CountAsync(ct),
            await own.CountAsync(file => file.State == FileState.Uploading, ct));
    }

    /// <summary>The same in a transaction, as its first statement: two uploads at once get an order and cannot both take the last room.</summary>
    public static async Task<FileRoom> HoldAsync(ChatDbContext db, Guid personId, FilesOptions limits, CancellationToken ct)
    {
        await db.Users.Where(user => user.Id == personId).ExecuteUpdateAsync(user => user.SetProperty(row => row.Priority, row => row.Priority), ct);
        return await ReadAsync(db, personId, limits, ct);
    }

    /// <param name="length">Bytes that one more file would take.</param>
    public FileRefusal? RefusalOf(long length, FilesOptions limits)
    {
        if (Files >= limits.MaxFiles)
            return FileRefusal.TooManyFiles(limits.MaxFiles);
        return Free < length ? FileRefusal.Quota(Free) : null;
    }
}
