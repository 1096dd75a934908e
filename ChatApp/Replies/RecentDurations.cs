using System.Collections.Concurrent;
using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Replies;

/// <summary>The median duration per endpoint, read again only after a reply has ended there.</summary>
internal sealed class RecentDurations
{
    private readonly ConcurrentDictionary<string, TimeSpan?> medians = new();

    public void Forget(string endpoint) => medians.TryRemove(endpoint, out _);

    /// <returns>Null while there are too few.</returns>
    public async Task<TimeSpan?> MedianAsync(ChatDbContext db, string endpoint, CancellationToken ct)
    {
        if (medians.TryGetValue(endpoint, out var known))
            return known;
        var times = await db.Replies
            .Where(reply => reply.Endpoint == endpoint && reply.EndedAt != null && reply.Status == ReplyStatus.Complete && reply.Kind == ReplyKind.Answer)
            .OrderByDescending(reply => reply.EndedAt)
            .Take(WaitEstimate.Window)
            .Select(reply => new { reply.StartedAt, reply.EndedAt })
            .ToListAsync(ct);
        return medians[endpoint] = WaitEstimate.Median([.. times.Select(time => time.EndedAt!.Value - time.StartedAt!.Value)]);
    }
}
