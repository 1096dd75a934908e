using ChatApp.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatApp.Files;

/// <param name="LeftOut">As <see cref="MessageFile.LeftOut"/> says it.</param>
internal sealed record SentFile(StoredFile File, string? LeftOut);

/// <summary>Files as parts of messages.</summary>
internal sealed class FileAttachments(IDbContextFactory<ChatDbContext> databases, IOptions<FilesOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>Makes files part of a message that is being written; belongs in its transaction.</summary>
    /// <returns>Null when done; else why not: <see cref="FileRefusal.NotThere"/>, or a sentence.</returns>
    public async Task<FileRefusal?> AttachAsync(ChatDbContext db, Guid personId, Guid conversationId, Guid messageId, IReadOnlyList<Guid> fileIds, CancellationToken ct)
    {
        if (fileIds.Count == 0)
            return null;
        if (fileIds.Count > options.Value.MaxPerMessage)
            return Invalid($"A message takes at most {options.Value.MaxPerMessage} files; this one has {fileIds.Count}.");
        if (fileIds.Distinct().Count() != fileIds.Count)
            return Invalid("A file is attached twice.");
        var wanted = db.Files.OwnedBy(personId).Where(file => fileIds.Contains(file.Id));
        var attached = await wanted
            .Where(file => (file.ConversationId == null || file.ConversationId == conversationId) && (file.State == FileState.Checking || file.State == FileState.Ready))
            .ExecuteUpdateAsync(file => file.SetProperty(row => row.ConversationId, conversationId), ct);
        if (attached != fileIds.Count)
            return Refusal(await wanted.AsNoTracking().ToListAsync(ct), fileIds.Count, conversationId);
        db.MessageFiles.AddRange(fileIds.Select((id, position) => new MessageFile { MessageId = messageId, FileId = id, Position = position }));
        return null;
    }

    /// <summary>The ids of a message's files in their order.</summary>
    public static async Task<IReadOnlyList<Guid>> IdsAsync(ChatDbContext db, Guid messageId, CancellationToken ct) =>
        await db.MessageFiles.Where(link => link.MessageId == messageId).OrderBy(link => link.Position).Select(link => link.FileId).ToListAsync(ct);

    /// <summary>The files of several messages of one person, each message's in their order.</summary>
    public static async Task<ILookup<Guid, SentFile>> ReadAsync(ChatDbContext db, IReadOnlyList<Guid> messageIds, CancellationToken ct)
    {
        var rows = await db.MessageFiles.AsNoTracking()
            .Where(link => messageIds.Contains(link.MessageId))
            .Join(db.Files.AsNoTracking(), link => link.FileId, file => file.Id, (link, file) => new { link.MessageId, link.Position, Sent = new SentFile(file, link.LeftOut) })
            .ToListAsync(ct);
        return rows.OrderBy(row => row.Position).ToLookup(row => row.MessageId, row => row.Sent);
    }

    /// <summary>Until none of these files is being read any more, or long enough.</summary>
    public async Task WaitUntilReadAsync(IReadOnlyList<Guid> fileIds, CancellationToken ct)
    {
        if (fileIds.Count == 0)
            return;
        var began = time.GetTimestamp();
        var longest = options.Value.ReaderTimeout * 4;
        await using var db = await databases.CreateDbContextAsync(ct);
        while (time.GetElapsedTime(began) < longest && await db.Files.AnyAsync(file => fileIds.Contains(file.Id) && file.State == FileState.Checking, ct))
            await Task.Delay(Look, time, ct);
    }

    private static FileRefusal Refusal(List<StoredFile> found, int wanted, Guid conversationId)
    {
        if (found.Count < wanted)
            return FileRefusal.NotThere;
        if (found.Find(file => file.State is FileState.Uploading) is { } late)
            return Invalid($"“{late.Name}” is still being uploaded. Send again when it is there.");
        if (found.Find(file => file.State is FileState.Unreadable) is { } broken)
            return Invalid($"“{broken.Name}” could not be read. Remove it to send your message.");
        if (found.Find(file => file.State is FileState.Gone) is { } gone)
            return Invalid($"“{gone.Name}” is no longer on the server. Attach it again.");
        return found.Find(file => file.ConversationId is { } elsewhere && elsewhere != conversationId) is { } sent
            ? Invalid($"“{sent.Name}” was sent in another conversation already. Attach it again here.")
            : FileRefusal.NotThere;
    }

    private static FileRefusal Invalid(string sentence) => new(422, "invalid", sentence);
}
