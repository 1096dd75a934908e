using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Replies;

/// <summary>The replies that ended in the last hour. Reads only what is new; one count tells whether anything else changed, such as a conversation that was deleted.</summary>
internal sealed class RecentReplies
{
    private static readonly TimeSpan Span = TimeSpan.FromHours(1);

    // What was written at the same time may show up in either order.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(2);
    private static readonly HourFigures Nothing = new HourTally().Figures;

    private readonly Dictionary<long, EndedReply> replies = [];
    private readonly PriorityQueue<long, DateTime> oldest = new();
    private readonly Dictionary<string, HourTally> endpoints = [];
    private HourTally all = new();
    private DateTime? newest;

    public HourFigures All => all.Figures;

    public HourFigures Of(string endpoint) => endpoints.TryGetValue(endpoint, out var tally) ? tally.Figures : Nothing;

    /// <summary>Takes back what was queued again.</summary>
    public void Leave(IEnumerable<LineEntry> unfinished)
    {
        if (replies.Count == 0)
            return;
        foreach (var entry in unfinished)
            Remove(entry.Sequence);
    }

    /// <param name="verify">Also finds what cannot be seen from the newest rows, at the price of a count.</param>
    public async Task CatchUpAsync(ChatDbContext db, DateTime now, bool verify, CancellationToken ct)
    {
        var since = now - Span;
        while (oldest.TryPeek(out var sequence, out var ended) && ended <= since)
        {
            oldest.Dequeue();
            if (replies.TryGetValue(sequence, out var reply) && reply.EndedAt <= since)
                Remove(sequence);
        }
        await ReadAsync(db, newest - Overlap is { } from && from > since ? from : since, ct);
        if (!verify || await IsTrueAsync(db, since, ct))
            return;

        // A reply may have ended between the reading and the counting: only what is still wrong then is read anew.
        await ReadAsync(db, newest - Overlap ?? since, ct);
        if (await IsTrueAsync(db, since, ct))
            return;
        Clear();
        await ReadAsync(db, since, ct);
    }

    private async Task<bool> IsTrueAsync(ChatDbContext db, DateTime since, CancellationToken ct) =>
        await db.Replies.CountAsync(reply => reply.EndedAt > since, ct) == replies.Count;

    private async Task ReadAsync(ChatDbContext db, DateTime since, CancellationToken ct)
    {
        var rows = await db.Replies.AsNoTracking()
            .Where(reply => reply.EndedAt > since)
            .Select(reply => new EndedReply(reply.Sequence, reply.Kind, reply.Status, reply.Endpoint, reply.QueuedAt, reply.StartedAt, reply.FirstTokenAt, reply.EndedAt!.Value))
            .ToListAsync(ct);
        foreach (var row in rows)
            Add(row);
    }

    private void Add(EndedReply reply)
    {
        if (replies.TryGetValue(reply.Sequence, out var known) && known == reply)
            return;
        Remove(reply.Sequence);
        replies.Add(reply.Sequence, reply);
        oldest.Enqueue(reply.Sequence, reply.EndedAt);
        if (reply.EndedAt > newest || newest is null)
            newest = reply.EndedAt;
        if (reply.Kind is not ReplyKind.Answer)
            return;
        all.Add(reply);
        if (!endpoints.TryGetValue(reply.Endpoint, out var tally))
            endpoints.Add(reply.Endpoint, tally = new());
        tally.Add(reply);
    }

    private void Remove(long sequence)
    {
        if (!replies.Remove(sequence, out var reply) || reply.Kind is not ReplyKind.Answer)
            return;
        all.Remove(reply);
        endpoints[reply.Endpoint].Remove(reply);
    }

    private void Clear()
    {
        replies.Clear();
        oldest.Clear();
        endpoints.Clear();
        all = new();
        newest = null;
    }
}
