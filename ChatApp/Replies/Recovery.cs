using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Replies;

/// <summary>Takes over what dead processes owned. A process is dead when its row in <c>Nodes</c> is gone.</summary>
internal sealed class Recovery(IDbContextFactory<ChatDbContext> databases, PersonChanges changes, TimeProvider time)
{
    /// <summary>Once more is all that a reply is claimed after its process died.</summary>
    private const int MostRecoveries = 1;

    /// <summary>Stopped where a stop was asked for; queued again where nothing was saved; else interrupted with its text.</summary>
    public async Task<int> RecoverAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var lost = await databases.InTransactionAsync(async (db, ct) =>
        {
            var ownerless = db.Replies.Where(reply =>
                reply.Status >= ReplyStatus.Processing && reply.Status <= ReplyStatus.Streaming && !db.Nodes.Any(node => node.Boot == reply.Owner));
            var found = await ownerless.Select(reply => new { reply.UserId, reply.ConversationId, reply.Id }).ToListAsync(ct);
            if (found.Count > 0)
                await EndAsync(ownerless, now, ct);
            return found;
        }, ct);
        foreach (var reply in lost)
        {
            changes.Publish(reply.UserId, new(ChangeKind.Reply, reply.ConversationId, reply.Id));
            changes.Publish(reply.UserId, new(ChangeKind.Conversation, reply.ConversationId));
        }
        return lost.Count;
    }

    /// <summary>What becomes of claimed replies that nothing runs.</summary>
    public static async Task EndAsync(IQueryable<Reply> ownerless, DateTime now, CancellationToken ct)
    {
        await ownerless
            .Where(reply => reply.Status == ReplyStatus.Processing && reply.Recoveries < MostRecoveries && !reply.StopRequested)
            .ExecuteUpdateAsync(reply => reply
                .SetProperty(row => row.Status, ReplyStatus.Queued)
                .SetProperty(row => row.Owner, (Guid?)null)
                .SetProperty(row => row.StartedAt, (DateTime?)null)
                .SetProperty(row => row.Recoveries, row => row.Recoveries + 1), ct);
        await ownerless.Where(reply => reply.StopRequested).ExecuteUpdateAsync(reply => reply
            .SetProperty(row => row.Status, ReplyStatus.Stopped)
            .SetProperty(row => row.EndedAt, now), ct);
        await ownerless.Where(reply => !reply.StopRequested).ExecuteUpdateAsync(reply => reply
            .SetProperty(row => row.Status, ReplyStatus.Error)
            .SetProperty(row => row.Error, ReplyError.Interrupted)
            .SetProperty(row => row.EndedAt, now), ct);
    }
}
