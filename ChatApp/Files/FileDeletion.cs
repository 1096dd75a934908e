using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Files;

/// <summary>Removes files: first the rows, then bytes that no row names any more. A crash in between leaves bytes for the sweep.</summary>
internal sealed class FileDeletion(IDbContextFactory<ChatDbContext> databases, IFileStore store, PartialFiles partials, PersonGates gates, FileChanges changes)
{
    /// <returns>False: not there, or not this person's.</returns>
    public async Task<bool> DeleteAsync(Guid personId, Guid fileId, CancellationToken ct) =>
        await DeleteAsync(db => db.Files.OwnedBy(personId).Where(file => file.Id == fileId), ct) == 1;

    /// <summary>Frees what was sent in conversations that are no more.</summary>
    public Task<int> FreeAsync(IReadOnlyList<Guid> conversations, CancellationToken ct) =>
        // Asked for again: one may have been restored before it was purged.
        DeleteAsync(db => db.Files.Where(file => file.ConversationId != null && conversations.Contains(file.ConversationId.Value)
            && !db.Conversations.Any(conversation => conversation.Id == file.ConversationId)), ct);

    /// <returns>How many went.</returns>
    public async Task<int> DeleteAsync(Func<ChatDbContext, IQueryable<StoredFile>> which, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var found = await which(db).AsNoTracking().Select(file => new { file.UserId, file.Id, file.Hash }).ToListAsync(ct);
        var gone = 0;
        foreach (var person in found.GroupBy(file => file.UserId))
        {
            using var entered = await gates.EnterAsync(person.Key, ct);
            foreach (var some in person.Chunk(500))
            {
                var ids = some.Select(file => file.Id).ToList();
                // Looked for again as they were found: one may have been sent meanwhile.
                gone += await which(db).Where(file => ids.Contains(file.Id)).ExecuteDeleteAsync(ct);
                var kept = await db.Files.Where(file => ids.Contains(file.Id)).Select(file => file.Id).ToListAsync(ct);
                await db.MessageFiles.Where(link => ids.Contains(link.FileId) && !kept.Contains(link.FileId)).ExecuteDeleteAsync(ct);
                foreach (var file in some.Where(file => !kept.Contains(file.Id)))
                {
                    partials.Remove(file.Id);
                    await RemoveBytesAsync(db, person.Key, file.Hash, ct);
                    changes.Publish(person.Key, file.Id);
                }
            }
        }
        return gone;
    }

    /// <summary>Bytes that nobody's row names; asked for again at the last moment.</summary>
    public async Task<bool> RemoveOrphanAsync(Guid personId, string hash, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var entered = await gates.EnterAsync(personId, ct);
        return await RemoveBytesAsync(db, personId, hash, ct);
    }

    private async Task<bool> RemoveBytesAsync(ChatDbContext db, Guid personId, string? hash, CancellationToken ct)
    {
        if (hash is null || await db.Files.OwnedBy(personId).AnyAsync(file => file.Hash == hash, ct))
            return false;
        store.Remove(personId, hash);
        return true;
    }
}
