using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Files;

/// <summary>Files whose bytes are in the store no more, because somebody or a disk took them: they are gone, until the bytes are there again.</summary>
internal sealed class FileLoss(IDbContextFactory<ChatDbContext> databases, IFileStore store, PersonGates gates, FileReading reading, FileChanges changes)
{
    public const string Sentence = "This file is no longer on the server.";

    /// <summary>Looks whether the bytes are there, and brings the rows that name them to what it finds.</summary>
    /// <returns>How many files have another state now.</returns>
    public async Task<int> LookAsync(Guid personId, string hash, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var entered = await gates.EnterAsync(personId, ct);
        var there = store.Fetch(new(personId, hash)) is not null;
        var wrong = db.Files.OwnedBy(personId).Where(file => file.Hash == hash
            && (there ? file.State == FileState.Gone : file.State == FileState.Ready || file.State == FileState.Unreadable));
        var ids = await wrong.Select(file => file.Id).ToListAsync(ct);
        var (state, problem) = there ? (FileState.Checking, null) : (FileState.Gone, Sentence);
        await wrong.Where(file => ids.Contains(file.Id)).ExecuteUpdateAsync(file => file.SetProperty(row => row.State, state).SetProperty(row => row.Problem, problem), ct);
        foreach (var id in ids)
        {
            if (there)
                reading.Enqueue(id);
            changes.Publish(personId, id);
        }
        return ids.Count;
    }
}
