using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Replies;

internal sealed partial class ReplyCommands
{
    /// <summary>Stops a waiting or running reply; what has ended stays as it is.</summary>
    public async Task<Outcome> StopAsync(Guid personId, Guid replyId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await Owned(db, personId, replyId).Select(reply => (Guid?)reply.ConversationId).SingleOrDefaultAsync(ct) is not { } conversationId)
            return new Outcome.NotFound();
        await StopAsync(db, [replyId], ct);
        Announce(personId, conversationId, ChangeKind.Reply, replyId);
        return new Outcome.Accepted(conversationId, Guid.Empty, replyId);
    }

    /// <summary>Stops everything unfinished of a conversation; its deletion calls this.</summary>
    public async Task StopConversationAsync(Guid conversationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var unfinished = await db.Replies
            .Where(reply => reply.ConversationId == conversationId && reply.Status <= ReplyStatus.Streaming)
            .Select(reply => reply.Id)
            .ToListAsync(ct);
        await StopAsync(db, unfinished, ct);
        wake.Call();
    }

    private async Task StopAsync(ChatDbContext db, IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        await AskToStopAsync(db, ids, ct);
        await FollowStopAsync(db, ids, ct);
    }

    /// <summary>The first half of a stop: what waits has ended with it, whoever runs the rest is asked.</summary>
    internal Task AskToStopAsync(ChatDbContext db, IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        var now = Now;

        // One statement: between two, a reply could be claimed or given back and escape both.
        return db.Replies.Where(reply => EF.Parameter(ids).Contains(reply.Id) && reply.Status <= ReplyStatus.Streaming)
            .ExecuteUpdateAsync(reply => reply
                .SetProperty(row => row.StopRequested, true)
                .SetProperty(row => row.EndedAt, row => row.Status == ReplyStatus.Queued ? now : row.EndedAt)
                .SetProperty(row => row.Status, row => row.Status == ReplyStatus.Queued ? ReplyStatus.Stopped : row.Status), ct);
    }

    /// <summary>The second half, after the first is committed: whoever runs it ends it; a reply of ours that does not run, or of a process that is gone, ends here and now.</summary>
    internal async Task FollowStopAsync(ChatDbContext db, IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        var now = Now;
        var lost = ids.Where(id => !running.Stop(id)).ToList();
        if (lost.Count == 0)
            return;
        await db.Replies
            .Where(reply => EF.Parameter(lost).Contains(reply.Id) && reply.Owner == node.Boot && reply.Status >= ReplyStatus.Processing && reply.Status <= ReplyStatus.Streaming)
            .ExecuteUpdateAsync(reply => reply
                .SetProperty(row => row.Status, ReplyStatus.Stopped)
                .SetProperty(row => row.EndedAt, now), ct);
        await recovery.RecoverAsync(ct);
    }
}
