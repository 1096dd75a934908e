using ChatApp.Data;
using ChatApp.Files;
using ChatApp.Replies;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Conversations;

/// <summary>Reads conversations for the screen and the API. What a page costs does not depend on the conversation's length.</summary>
internal sealed class ConversationReader(IDbContextFactory<ChatDbContext> databases, LiveReplies live)
{
    public const int PageSize = 50;

    /// <summary>The newest messages of the current path, or those before a depth. Null: not there, or not this person's.</summary>
    public async Task<ConversationPage?> ReadAsync(Guid personId, Guid conversationId, int? before, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var conversation = await db.Conversations.OwnedBy(personId)
            .Where(row => row.Id == conversationId)
            .Select(row => new { row.Title, row.Model, row.LeafId })
            .SingleOrDefaultAsync(ct);
        if (conversation is null)
            return null;

        // A parameter, since a bare boolean column cannot seek in SQLite's index.
        var onPath = true;
        var depth = before ?? int.MaxValue;
        var rows = await db.Messages.AsNoTracking()
            .Where(message => message.ConversationId == conversationId && message.OnPath == onPath && message.Depth < depth)
            .OrderByDescending(message => message.Depth)
            .Take(PageSize + 1)
            .LeftJoin(db.Replies, message => message.Id, reply => reply.Id, (message, reply) => new Row(message, reply, db.Thoughts.Any(thoughts => thoughts.ReplyId == message.Id)))
            .ToListAsync(ct);
        rows.Sort((a, b) => a.Message.Depth.CompareTo(b.Message.Depth));
        var more = rows.Count > PageSize;
        if (more)
            rows.RemoveAt(0);
        var views = await ViewsAsync(db, conversationId, rows, ct);
        return new(conversationId, conversation.Title, conversation.Model, conversation.LeafId, views, more ? views[0].Depth : null);
    }

    /// <summary>One message, read again after a change. Null: not there, or not this person's.</summary>
    public async Task<MessageView?> FindMessageAsync(Guid personId, Guid messageId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Messages.AsNoTracking()
            .Where(message => message.Id == messageId)
            .Where(message => db.Conversations.OwnedBy(personId).Any(conversation => conversation.Id == message.ConversationId))
            .LeftJoin(db.Replies, message => message.Id, reply => reply.Id, (message, reply) => new Row(message, reply, db.Thoughts.Any(thoughts => thoughts.ReplyId == message.Id)))
            .ToListAsync(ct);
        return rows is [var row] ? (await ViewsAsync(db, row.Message.ConversationId, rows, ct))[0] : null;
    }

    private async Task<List<MessageView>> ViewsAsync(ChatDbContext db, Guid conversationId, List<Row> rows, CancellationToken ct)
    {
        var parents = rows.ConvertAll(row => row.Message.ParentId).OfType<Guid>().Distinct().ToList();
        var messages = db.Messages.Where(message => message.ConversationId == conversationId);
        var siblings = await messages
            .Where(message => parents.Contains(message.ParentId!.Value))
            .Select(message => new Sibling(message.Id, message.ParentId, message.Sequence))
            .ToListAsync(ct);
        if (rows is [{ Message.ParentId: null }, ..])
            siblings.AddRange(await messages
                .Where(message => message.ParentId == null)
                .Select(message => new Sibling(message.Id, message.ParentId, message.Sequence))
                .ToListAsync(ct));
        var versions = siblings.OrderBy(sibling => sibling.Sequence).ToLookup(sibling => sibling.ParentId, sibling => sibling.Id);
        var files = await FileAttachments.ReadAsync(db, [.. rows.Where(row => row.Reply is null).Select(row => row.Message.Id)], ct);
        return rows.ConvertAll(row => View(row, [.. versions[row.Message.ParentId]]) with { Files = [.. files[row.Message.Id].Select(FileView.Of)] });
    }

    private MessageView View(Row row, IReadOnlyList<Guid> siblings)
    {
        var (message, reply, hasThoughts) = row;
        var text = reply is null || reply.Status.IsFinal() ? message.Text : live.Find(message.Id)?.ReadFrom(0) ?? message.Text;
        return new(
            message.Id,
            message.ParentId,
            message.Depth,
            message.Role,
            text,
            message.CreatedAt,
            message.ClientMessageId,
            reply is null ? null : ReplyState.Of(reply),
            siblings,
            hasThoughts);
    }

    private sealed record Row(Message Message, Reply? Reply, bool HasThoughts);

    private sealed record Sibling(Guid Id, Guid? ParentId, long Sequence);
}
