using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Replies;

/// <summary>How long each endpoint has been open for work: deadlines in line are measured on it, so a pause, a drain or a stopped ChatApp costs nobody their place.</summary>
internal sealed class EndpointClocks(TimeProvider time)
{
    private readonly Dictionary<string, (long Open, long SeenAt)> seen = [];

    /// <summary>Raises the clocks, and stamps the replies that have none yet. With several processes, each adds only when nobody else did since it last looked.</summary>
    public async Task TickAsync(ChatDbContext db, IReadOnlyList<string> served, CancellationToken ct)
    {
        var states = await db.Endpoints.AsNoTracking().ToDictionaryAsync(endpoint => endpoint.Name, ct);
        var draining = await db.Switches.Select(switches => switches.Draining).SingleAsync(ct);
        var now = time.GetTimestamp();
        foreach (var name in served)
            if (states.TryGetValue(name, out var state))
                await RaiseAsync(db, state, state.Paused || draining, now, ct);
            else
                db.Endpoints.Add(new() { Name = name });
        await db.SaveChangesAsync(ct);
        await db.Replies.Where(reply => reply.Status == ReplyStatus.Queued && reply.QueuedAtOpen == null)
            .ExecuteUpdateAsync(reply => reply.SetProperty(
                row => row.QueuedAtOpen,
                row => db.Endpoints.Where(endpoint => endpoint.Name == row.Endpoint).Select(endpoint => (long?)endpoint.OpenMilliseconds).SingleOrDefault()), ct);
    }

    private async Task RaiseAsync(ChatDbContext db, EndpointState state, bool held, long now, CancellationToken ct)
    {
        var open = state.OpenMilliseconds;
        if (!held && seen.TryGetValue(state.Name, out var last) && last.Open == open)
        {
            var raised = open + (long)time.GetElapsedTime(last.SeenAt, now).TotalMilliseconds;
            if (await db.Endpoints.Where(endpoint => endpoint.Name == state.Name && endpoint.OpenMilliseconds == open && !endpoint.Paused && !db.Switches.Any(switches => switches.Draining))
                .ExecuteUpdateAsync(endpoint => endpoint.SetProperty(row => row.OpenMilliseconds, raised), ct) == 1)
                open = raised;
        }
        seen[state.Name] = (open, now);
    }
}
