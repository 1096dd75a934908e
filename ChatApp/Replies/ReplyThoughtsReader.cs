using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Replies;

/// <summary>Reads what a model thought before it answered; pages and programs ask for it by itself.</summary>
public sealed class ReplyThoughtsReader(IDbContextFactory<ChatDbContext> databases, LiveReplies live)
{
    /// <returns>The unsaved end included; null when there is nothing, or it is somebody else's.</returns>
    public async Task<string?> ReadAsync(Guid personId, Guid replyId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var saved = await db.Thoughts
            .Where(thoughts => thoughts.ReplyId == replyId
                && db.Replies.Any(reply => reply.Id == replyId && db.Conversations.OwnedBy(personId).Any(conversation => conversation.Id == reply.ConversationId)))
            .Select(thoughts => thoughts.Text)
            .SingleOrDefaultAsync(ct);
        return saved is null ? null : live.FindThoughts(replyId) is { Length: > 0 } growing ? growing.ReadFrom(0) : saved;
    }
}
