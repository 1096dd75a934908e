using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Replies;

internal static class TitleWish
{
    private const string Guide = "guide";

    /// <summary>Queues a title after the first answer, once a conversation, unless a person named it or the Guide answered.</summary>
    public static async Task AddAsync(ChatDbContext db, Claim claim, DateTime now, CancellationToken ct)
    {
        var wanted = claim.Endpoint != Guide && await db.Conversations.AnyAsync(conversation =>
            conversation.Id == claim.ConversationId
            && conversation.TitleSource == TitleSource.FirstWords
            && !db.Replies.Any(reply => reply.ConversationId == conversation.Id && reply.Kind == ReplyKind.Title), ct);
        if (!wanted)
            return;
        db.Replies.Add(new()
        {
            Id = Guid.CreateVersion7(),
            ConversationId = claim.ConversationId,
            UserId = claim.PersonId,
            Kind = ReplyKind.Title,
            Priority = ReplyPriority.Low,
            Endpoint = claim.Endpoint,
            Model = claim.Model,
            QueuedAt = now,
        });
        await db.SaveChangesAsync(ct);
    }
}
