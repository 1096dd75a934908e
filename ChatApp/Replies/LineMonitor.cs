using ChatApp.Data;
using ChatApp.LanguageModels;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Replies;

/// <summary>The line as admins watch it: figures and order from the same look that gives tickets and places, once for all viewers.</summary>
internal sealed class LineMonitor(ModelCatalog catalog, TokenRates tokens, Wake wake, IDbContextFactory<ChatDbContext> databases, TimeProvider time) : IDisposable
{
    private static readonly LineFigures Nothing = new(0, 0, 0, 0, TimeSpan.Zero, new RecentReplies().All, 0);
    private readonly SemaphoreSlim gate = new(1);
    private readonly RecentReplies recent = new();
    private volatile LineSnapshot snapshot = LineSnapshot.Empty;
    private volatile LineOverview overview = new(Nothing, [], false);
    private int viewers;

    private event Action? Changed;

    public LineOverview Overview => overview;
    public LineSnapshot Snapshot => snapshot;
    public bool HasViewers => Volatile.Read(ref viewers) > 0;

    /// <summary>Tells of every change, on any thread; the handler must be quick. Dispose to leave.</summary>
    public IDisposable Watch(Action changed)
    {
        Changed += changed;
        Interlocked.Increment(ref viewers);
        wake.Call();
        return new Viewer(this, changed);
    }

    /// <summary>Something changed that only viewers care about.</summary>
    public void Nudge()
    {
        if (HasViewers)
            wake.Call();
    }

    /// <summary>Takes a new look over; called by the <see cref="LineKeeper"/>.</summary>
    public async Task ShowAsync(ChatDbContext db, LineSnapshot now, CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            snapshot = now;
            recent.Leave(now.Line.Unfinished);
            await recent.CatchUpAsync(db, time.GetUtcNow().UtcDateTime, verify: false, ct);
            Publish(always: true);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>What changes by time alone, and what no look could see; called by the <see cref="LineTicker"/>.</summary>
    public async Task TickAsync(CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            await recent.CatchUpAsync(db, time.GetUtcNow().UtcDateTime, verify: true, ct);
            await tokens.LookAsync(db, ct);
            Publish(always: false);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private void Publish(bool always)
    {
        var before = overview;
        overview = Build(snapshot.Line, time.GetUtcNow().UtcDateTime);
        if (always || !overview.LooksLike(before))
            Changed?.Invoke();
    }

    private LineOverview Build(LineState line, DateTime now)
    {
        var counts = new Dictionary<string, Counts>();
        var all = new Counts();
        foreach (var entry in line.Unfinished)
        {
            if (entry.Kind is not ReplyKind.Answer)
                continue;
            if (!counts.TryGetValue(entry.Endpoint, out var count))
                counts.Add(entry.Endpoint, count = new());
            count.Add(entry);
            all.Add(entry);
        }
        var endpoints = catalog.Endpoints.Where(endpoint => !endpoint.IsAbsent || counts.ContainsKey(endpoint.Name))
            .Select(endpoint => new EndpointFigures(endpoint, line.IsPaused(endpoint.Name), (counts.GetValueOrDefault(endpoint.Name) ?? new())
                .Figures(line.SlotsOf(endpoint.Name, endpoint.Slots), recent.Of(endpoint.Name), tokens.RateOf(endpoint.Name), now)))
            .ToList();
        return new(all.Figures(endpoints.Sum(one => one.Figures.Slots), recent.All, endpoints.Sum(one => one.Figures.TokensPerSecond), now), endpoints, line.IsDraining);
    }

    private sealed class Counts
    {
        private readonly int[] states = new int[(int)ReplyStatus.Streaming + 1];
        private DateTime? oldest;

        public void Add(LineEntry entry)
        {
            states[(int)entry.Status]++;
            if (entry.Status is ReplyStatus.Queued && !(oldest <= entry.QueuedAt))
                oldest = entry.QueuedAt;
        }

        public LineFigures Figures(int slots, HourFigures hour, double rate, DateTime now) => new(
            states[(int)ReplyStatus.Queued], states[(int)ReplyStatus.Processing], states[(int)ReplyStatus.Streaming], slots,
            oldest is { } since && since < now ? now - since : TimeSpan.Zero, hour, Math.Round(rate, 1));
    }

    private sealed class Viewer(LineMonitor monitor, Action changed) : IDisposable
    {
        private LineMonitor? monitor = monitor;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref monitor, null) is not { } watched)
                return;
            watched.Changed -= changed;
            Interlocked.Decrement(ref watched.viewers);
        }
    }
}
