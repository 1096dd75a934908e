using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Replies;

/// <summary>A reply as programs see it.</summary>
/// <param name="Thoughts">What the model thought before it answered; null when it told nothing of that kind.</param>
internal sealed record ReplyView(
    string Id,
    string ConversationId,
    string Status,
    string Text,
    int? Position,
    double? Eta,
    string? Reason,
    ReplyErrorView? Error,
    string Model,
    int Attempts,
    DateTime QueuedAt,
    DateTime? StartedAt,
    DateTime? FirstTokenAt,
    DateTime? EndedAt,
    int? PromptTokens,
    int? CompletionTokens,
    string? Thoughts);

internal sealed record ReplyErrorView(string Kind, string Message);

/// <summary>Reads one reply of a person: its row, and while it runs here its live text.</summary>
internal sealed class ReplyReading(IDbContextFactory<ChatDbContext> databases, LiveReplies live, ReplyThoughtsReader thoughts, LineBoard board)
{
    internal sealed record Row(Reply Reply, string Text);

    /// <returns>Null when there is none, or it is somebody else's.</returns>
    public async Task<Row?> ReadRowAsync(Guid personId, Guid replyId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Replies.AsNoTracking()
            .Where(reply => reply.Id == replyId && reply.Kind == ReplyKind.Answer
                && db.Conversations.OwnedBy(personId).Any(conversation => conversation.Id == reply.ConversationId))
            .Select(reply => new Row(reply, db.Messages.Where(message => message.Id == reply.Id).Select(message => message.Text).First()))
            .SingleOrDefaultAsync(ct);
    }

    public async Task<ReplyView?> ReadAsync(Guid personId, Guid replyId, CancellationToken ct)
    {
        if (await ReadRowAsync(personId, replyId, ct) is not { } row)
            return null;
        var reply = row.Reply;
        var place = reply.Status is ReplyStatus.Queued ? board.PlaceOf(replyId) : null;
        return new(
            reply.Id.ToString(),
            reply.ConversationId.ToString(),
            reply.Status.Name(),
            reply.Status.IsFinal() ? row.Text : live.Find(replyId)?.ReadFrom(0) ?? row.Text,
            place?.Position,
            place?.Eta?.TotalSeconds,
            place?.Reason.ToWaiter,
            reply.Error is { } error ? new(error.ToString(), reply.ErrorText ?? ErrorSentences.Of(error)) : null,
            $"{reply.Endpoint}/{reply.Model}",
            reply.Attempt,
            reply.QueuedAt,
            reply.StartedAt,
            reply.FirstTokenAt,
            reply.EndedAt,
            reply.PromptTokens,
            reply.CompletionTokens,
            await thoughts.ReadAsync(personId, replyId, ct));
    }
}
