using ChatApp.Data;
using ChatApp.Files;
using ChatApp.LanguageModels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.AI;

namespace ChatApp.Replies;

/// <param name="LeftOut">How many of the oldest messages did not fit.</param>
internal sealed record Prompt(IReadOnlyList<ChatMessage> Messages, int LeftOut);

/// <summary>Reads what a reply answers: its path up to the root, as much of it as the model's context holds.</summary>
internal sealed class PromptReader(IDbContextFactory<ChatDbContext> databases, ContextWindow window, ModelCatalog catalog, FileAttachments attachments, PromptFiles promptFiles)
{
    private const int Page = 200;

    // No tokenizer makes fewer tokens of more characters than this, spaces aside; what lies beyond cannot fit.
    private const int CharactersPerToken = 12;

    /// <returns>Null when the person may not have it answered any more.</returns>
    public async Task<Prompt?> ReadAsync(Claim claim, int contextTokens, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var person = await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == claim.PersonId, ct);
        if (person is null or { IsLockedOut: true } || !catalog.MayUse(new(claim.Endpoint, claim.Model), person.IsAdmin))
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
        var withFiles = await ReadFilesAsync(db, path, new(claim.Endpoint, claim.Model), ContextWindow.PromptTokens(contextTokens), ct);
        var (messages, leftOut) = window.Fit(
            [.. path.Where(message => message.Text.Length > 0 || withFiles.ContainsKey(message.Id)).Select(message => withFiles.GetValueOrDefault(message.Id) ?? AsChat(message))], contextTokens);
        return new(messages, notRead + leftOut);
    }

    private async Task<Dictionary<Guid, ChatMessage>> ReadFilesAsync(ChatDbContext db, List<Message> path, ModelChoice model, int room, CancellationToken ct)
    {
        List<Guid> asked = [.. path.Where(message => message.Role is MessageRole.User).Select(message => message.Id)];
        var files = await FileAttachments.ReadAsync(db, asked, ct);
        if (files.Count == 0)
            return [];
        List<Guid> unread = [.. files.SelectMany(file => file).Where(file => file.State is FileState.Checking).Select(file => file.Id)];
        if (unread.Count > 0)
        {
            await attachments.WaitUntilReadAsync(unread, ct);
            files = await FileAttachments.ReadAsync(db, asked, ct);
        }
        return await promptFiles.ReadAsync(path, files, model, room, ct);
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
