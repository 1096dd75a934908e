using ChatApp.Data;
using ChatApp.Files;
using ChatApp.LanguageModels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.AI;

namespace ChatApp.Replies;

/// <param name="LeftOut">How many of the oldest messages did not fit.</param>
/// <param name="Notices">What is to be said of files, other than before.</param>
internal sealed record Prompt(IReadOnlyList<ChatMessage> Messages, int LeftOut, IReadOnlyList<FileNotice> Notices);

/// <summary>Reads what a reply answers: its path up to the root, as much of it as the model's context holds.</summary>
internal sealed class PromptReader(IDbContextFactory<ChatDbContext> databases, ContextWindow window, ReplyRights rights, FileAttachments attachments, PromptFiles promptFiles)
{
    private const int Page = 200;

    // No tokenizer makes fewer tokens of more characters than this, spaces aside; what lies beyond cannot fit.
    private const int CharactersPerToken = 12;

    /// <returns>Null when the person may not have it answered any more.</returns>
    public async Task<Prompt?> ReadAsync(Claim claim, int contextTokens, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        if (!await rights.HoldAsync(db, claim, ct))
            return null;
        var reply = await db.Messages.AsNoTracking().SingleOrDefaultAsync(message => message.Id == claim.ReplyId, ct);
        if (reply is null)
            return null;

        var path = new List<Message>();
        var characters = 0L;
        await foreach (var message in (reply.OnPath ? CurrentPath(db, reply) : OtherPath(db, reply)).WithCancellation(ct))
        {
            path.Add(message);
            if ((characters += message.Text.Length) > (long)contextTokens * CharactersPerToken)
                break;
        }
        path.Reverse();
        var notRead = path.Count > 0 ? path[0].Depth : 0;
        List<Guid> asked = [.. path.Where(message => message.Role is MessageRole.User).Select(message => message.Id)];
        var files = await ReadFilesAsync(db, asked, ct);
        var (withFiles, notices) = await promptFiles.ReadAsync(path, files, new(claim.Endpoint, claim.Model), ContextWindow.PromptTokens(contextTokens), ct);
        var (messages, leftOut) = window.Fit(
            [.. path.Where(message => message.Text.Length > 0 || withFiles.ContainsKey(message.Id)).Select(message => withFiles.GetValueOrDefault(message.Id) ?? AsChat(message))], contextTokens);
        var sent = messages.ToHashSet();
        return new(messages, notRead + leftOut,
        [
            .. notices.Select(notice => sent.Contains(withFiles[notice.MessageId]) ? notice : notice with { LeftOut = "The model did not get it: its message was left out" })
                .Where(notice => files[notice.MessageId].Any(file => file.File.Id == notice.FileId && file.LeftOut != notice.LeftOut)),
        ]);
    }

    private async Task<ILookup<Guid, SentFile>> ReadFilesAsync(ChatDbContext db, List<Guid> asked, CancellationToken ct)
    {
        var files = await FileAttachments.ReadAsync(db, asked, ct);
        List<Guid> unread = [.. files.SelectMany(sent => sent).Where(sent => sent.File.State is FileState.Checking).Select(sent => sent.File.Id)];
        if (unread.Count == 0)
            return files;
        await attachments.WaitUntilReadAsync(unread, ct);
        return await FileAttachments.ReadAsync(db, asked, ct);
    }

    private static ChatMessage AsChat(Message message) =>
        new(message.Role is MessageRole.User ? ChatRole.User : ChatRole.Assistant, message.Text);

    private static async IAsyncEnumerable<Message> CurrentPath(ChatDbContext db, Message reply)
    {
        for (var depth = reply.Depth; depth > 0;)
        {
            var page = await db.Messages.AsNoTracking()
                .Where(message => message.ConversationId == reply.ConversationId && message.OnPath && message.Depth < depth)
                .OrderByDescending(message => message.Depth)
                .Take(Page)
                .ToListAsync();
            foreach (var message in page)
                yield return message;
            depth = page is [.., var oldest] ? oldest.Depth : 0;
        }
    }

    // A branch that is not shown any more: rare, so one query a message will do.
    private static async IAsyncEnumerable<Message> OtherPath(ChatDbContext db, Message reply)
    {
        for (var parent = reply.ParentId; parent is { } id;)
        {
            var message = await db.Messages.AsNoTracking().SingleAsync(message => message.Id == id);
            yield return message;
            parent = message.ParentId;
        }
    }
}
