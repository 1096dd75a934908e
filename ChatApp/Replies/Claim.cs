using ChatApp.Data;

namespace ChatApp.Replies;

/// <summary>The right to run one reply: every later write carries owner and attempt, and fails once somebody else has taken over.</summary>
internal sealed record Claim(Guid ReplyId, Guid ConversationId, Guid PersonId, ReplyKind Kind, string Endpoint, string Model, Guid Owner, int Attempt);

internal static class ClaimFence
{
    /// <summary>The claimed reply, while the claim holds and it has not ended.</summary>
    public static IQueryable<Reply> HeldBy(this IQueryable<Reply> replies, Claim claim) => replies.Where(reply =>
        reply.Id == claim.ReplyId && reply.Owner == claim.Owner && reply.Attempt == claim.Attempt
        && (reply.Status == ReplyStatus.Processing || reply.Status == ReplyStatus.Streaming));
}
