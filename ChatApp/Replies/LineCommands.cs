using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Replies;

/// <summary>A reply that an admin's command concerned.</summary>
internal sealed record LineReply(Guid Id, Guid PersonId, Guid ConversationId);

/// <summary>What admins do to the line. Each command writes within the caller's transaction and returns what it concerned; <see cref="FollowAsync"/> comes after the commit.</summary>
internal sealed class LineCommands(IDbContextFactory<ChatDbContext> databases, ReplyCommands replies, RunningReplies running, PersonChanges changes, Wake wake)
{
    /// <returns>Nothing when it does not wait any more, or stands in front already.</returns>
    public static async Task<List<LineReply>> MoveToFrontAsync(ChatDbContext db, Guid replyId, CancellationToken ct) =>
        await Answers(db, replyId).Where(reply => reply.Status == ReplyStatus.Queued && reply.Priority != ReplyPriority.High)
            .ExecuteUpdateAsync(reply => reply.SetProperty(row => row.Priority, ReplyPriority.High), ct) == 1 ? await ReadAsync(Answers(db, replyId), ct) : [];

    /// <summary>Back to where it would stand by itself: one that was moved to the front goes back; one that was taken up and has no word yet waits again.</summary>
    /// <returns>Nothing when neither is the case: a reply that has begun to answer is never asked for twice.</returns>
    public static async Task<List<LineReply>> RequeueAsync(ChatDbContext db, Guid replyId, CancellationToken ct)
    {
        // Taking owner and state away is the fence: whatever the model still sends for it is not written.
        var back = await Answers(db, replyId)
            .Where(reply => reply.Status == ReplyStatus.Processing && !reply.StopRequested || reply.Status == ReplyStatus.Queued && reply.Priority == ReplyPriority.High)
            .ExecuteUpdateAsync(reply => reply
                .SetProperty(row => row.Status, ReplyStatus.Queued)
                .SetProperty(row => row.Owner, (Guid?)null)
                .SetProperty(row => row.StartedAt, (DateTime?)null)
                .SetProperty(row => row.Priority, row => db.Users.Where(user => user.Id == row.UserId).Select(user => user.Priority).Single()), ct);
        return back == 1 ? await ReadAsync(Answers(db, replyId), ct) : [];
    }

    /// <returns>Nothing when it has ended.</returns>
    public Task<List<LineReply>> CancelAsync(ChatDbContext db, Guid replyId, CancellationToken ct) => CancelAsync(db, Answers(db, replyId), ct);

    /// <summary>Everything of a person that waits or runs.</summary>
    public Task<List<LineReply>> CancelAllAsync(ChatDbContext db, Guid personId, CancellationToken ct) =>
        CancelAsync(db, db.Replies.Where(reply => reply.UserId == personId && reply.Kind == ReplyKind.Answer), ct);

    /// <summary>After the commit: ends model calls, and tells the line and the persons' open pages.</summary>
    public async Task FollowAsync(IReadOnlyList<LineReply> concerned, LineFollow follow, CancellationToken ct)
    {
        if (follow is LineFollow.Stop)
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            await replies.FollowStopAsync(db, [.. concerned.Select(reply => reply.Id)], ct);
        }
        else if (follow is LineFollow.Lose)
            foreach (var reply in concerned)
                running.Lose(reply.Id);
        wake.Call();
        foreach (var reply in concerned)
        {
            changes.Publish(reply.PersonId, new(ChangeKind.Reply, reply.ConversationId, reply.Id));
            changes.Publish(reply.PersonId, new(ChangeKind.Conversation, reply.ConversationId));
        }
    }

    private async Task<List<LineReply>> CancelAsync(ChatDbContext db, IQueryable<Reply> which, CancellationToken ct)
    {
        var found = await ReadAsync(which.Where(reply => reply.Status <= ReplyStatus.Streaming && !reply.StopRequested), ct);
        if (found.Count > 0)
            await replies.AskToStopAsync(db, [.. found.Select(reply => reply.Id)], ct);
        return found;
    }

    private static IQueryable<Reply> Answers(ChatDbContext db, Guid replyId) => db.Replies.Where(reply => reply.Id == replyId && reply.Kind == ReplyKind.Answer);

    private static Task<List<LineReply>> ReadAsync(IQueryable<Reply> which, CancellationToken ct) =>
        which.Select(reply => new LineReply(reply.Id, reply.UserId, reply.ConversationId)).ToListAsync(ct);
}

/// <summary>What a command means for the model calls of the replies that it concerned.</summary>
internal enum LineFollow
{
    None,
    Stop,
    Lose,
}
