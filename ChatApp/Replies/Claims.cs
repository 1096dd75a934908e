using ChatApp.Data;
using ChatApp.LanguageModels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatApp.Replies;

/// <summary>Takes the head of a line. Claims are serialized by the first statement of their transaction, over all endpoints and nodes.</summary>
internal sealed class Claims(
    IDbContextFactory<ChatDbContext> databases,
    ModelCatalog catalog,
    RunningReplies running,
    NodeIdentity node,
    IOptions<RepliesOptions> options,
    TimeProvider time) : IDisposable
{
    // One at a time in this process keeps SQLite's waiting for its lock short.
    private readonly SemaphoreSlim gate = new(1);
    private bool closed;

    /// <returns>Null when nothing can run there now.</returns>
    public async Task<RunningReply?> TakeNextAsync(string endpoint, CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            return closed ? null : await TakeNextAsync(endpoint);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>From now on nothing is taken; every claim made so far is among the running replies.</summary>
    public async Task CloseAsync()
    {
        // Under test a host may be stopped once more when it is gone already.
        if (closed)
            return;
        await gate.WaitAsync(CancellationToken.None);
        closed = true;
        gate.Release();
    }

    public void Dispose()
    {
        closed = true;
        gate.Dispose();
    }

    private async Task<RunningReply?> TakeNextAsync(string endpoint)
    {
        RunningReply? taken = null;
        try
        {
            // It counts as running here before anybody can see the claim: a stop that comes at once finds it.
            return await databases.InTransactionAsync(async (db, ct) =>
            {
                Drop(taken);
                return taken = await TakeNextAsync(db, endpoint, ct) is { } claim ? running.Start(claim) : null;
            }, CancellationToken.None);
        }
        catch
        {
            Drop(taken);
            throw;
        }
    }

    private void Drop(RunningReply? reply)
    {
        if (reply is not null)
            running.Remove(reply);
    }

    private async Task<Claim?> TakeNextAsync(ChatDbContext db, string endpoint, CancellationToken ct)
    {
        await db.Lines.ExecuteUpdateAsync(line => line.SetProperty(row => row.Turn, row => row.Turn + 1), ct);
        if (catalog.Find(endpoint) is not { } server)
            return null;
        var line = await db.ReadLineAsync(ct);
        var now = time.GetUtcNow().UtcDateTime;
        if (line.Running[endpoint].Count() >= line.SlotsOf(endpoint, server.Slots))
            return null;
        if (QueueOrder.Of(endpoint, line, options.Value.MaxRunningPerPerson, now) is not [{ CanRun: true, Entry: var head }, ..])
            return null;

        var turn = await db.Lines.Select(row => row.Turn).SingleAsync(ct);
        // A process that was held dead while it slept takes nothing before it has noticed.
        var taken = await db.Replies.Where(reply => reply.Sequence == head.Sequence && reply.Status == ReplyStatus.Queued && db.Nodes.Any(alive => alive.Boot == node.Boot))
            .ExecuteUpdateAsync(reply => reply
                .SetProperty(row => row.Status, ReplyStatus.Processing)
                .SetProperty(row => row.Owner, node.Boot)
                .SetProperty(row => row.Attempt, row => row.Attempt + 1)
                .SetProperty(row => row.Turn, head.Kind == ReplyKind.Answer ? turn : null)
                .SetProperty(row => row.NotBefore, (DateTime?)null)
                .SetProperty(row => row.StartedAt, now), ct);
        if (taken == 0)
            return null;
        return await db.Replies.Where(reply => reply.Sequence == head.Sequence)
            .Select(reply => new Claim(reply.Id, reply.ConversationId, reply.UserId, reply.Kind, reply.Endpoint, reply.Model, node.Boot, reply.Attempt))
            .SingleAsync(ct);
    }
}
