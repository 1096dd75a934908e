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
            var found = await ownerless.Select(reply => new { reply.Sequence, reply.UserId, reply.ConversationId, reply.Id }).ToListAsync(ct);
            var sequences = found.ConvertAll(reply => reply.Sequence);
            if (found.Count > 0)
                await ReleaseAsync(ownerless.Where(reply => EF.Parameter(sequences).Contains(reply.Sequence)), now, ct);
            return found;
        }, ct);
        foreach (var reply in lost)
        {
            changes.Publish(reply.UserId, new(ChangeKind.Reply, reply.ConversationId, reply.Id));
            changes.Publish(reply.UserId, new(ChangeKind.Conversation, reply.ConversationId));
        }
        return lost.Count;
    }

    /// <summary>
    /// What becomes of claimed replies that nothing runs. One statement: between two, a reply that was queued again
    /// could be claimed, and the second would take the new claim for the abandoned one.
    /// </summary>
    public static Task ReleaseAsync(IQueryable<Reply> abandoned, DateTime now, CancellationToken ct) => abandoned.ExecuteUpdateAsync(reply => reply
        .SetProperty(row => row.Status, row => row.StopRequested ? ReplyStatus.Stopped
            : row.Status == ReplyStatus.Processing && row.Recoveries < MostRecoveries ? ReplyStatus.Queued : ReplyStatus.Error)
        .SetProperty(row => row.Error, row => row.StopRequested || (row.Status == ReplyStatus.Processing && row.Recoveries < MostRecoveries)
            ? null : ReplyError.Interrupted)
        .SetProperty(row => row.EndedAt, row => !row.StopRequested && row.Status == ReplyStatus.Processing && row.Recoveries < MostRecoveries
            ? null : now)
        .SetProperty(row => row.Owner, row => !row.StopRequested && row.Status == ReplyStatus.Processing && row.Recoveries < MostRecoveries
            ? null : row.Owner)
        .SetProperty(row => row.StartedAt, row => !row.StopRequested && row.Status == ReplyStatus.Processing && row.Recoveries < MostRecoveries
            ? null : row.StartedAt)
        .SetProperty(row => row.Recoveries, row => !row.StopRequested && row.Status == ReplyStatus.Processing && row.Recoveries < MostRecoveries
            ? row.Recoveries + 1 : row.Recoveries), ct);
}
