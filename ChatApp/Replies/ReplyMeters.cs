using System.Diagnostics.Metrics;
using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Replies;

/// <summary>What OpenTelemetry hears of the queue: its depth from the look that all viewers share, the rest from the row of each reply that ran. Nothing is read while nobody listens.</summary>
internal sealed class ReplyMeters : IDisposable
{
    public const string Name = "ChatApp.Replies";
    private readonly Meter meter;
    private readonly IDbContextFactory<ChatDbContext> databases;
    private readonly Histogram<double> waits;
    private readonly Histogram<double> firstTokens;
    private readonly Histogram<double> durations;
    private readonly Histogram<double> rates;

    public ReplyMeters(IDbContextFactory<ChatDbContext> databases, LineMonitor monitor)
    {
        this.databases = databases;
        meter = new(Name);
        meter.CreateObservableGauge("chatapp.queue.depth", () => Depths(monitor.Overview), "{reply}", "Replies that wait or run");
        waits = meter.CreateHistogram<double>("chatapp.reply.wait", "s", "From being sent to being taken up");
        firstTokens = meter.CreateHistogram<double>("chatapp.reply.first_token", "s", "From being taken up to the first token");
        durations = meter.CreateHistogram<double>("chatapp.reply.duration", "s", "From being taken up to the end");
        rates = meter.CreateHistogram<double>("chatapp.reply.token_rate", "{token}/s", "Tokens a second from the first one on");
    }

    /// <summary>A ticket ran this reply.</summary>
    public async Task RecordAsync(Claim claim)
    {
        if (claim.Kind is not ReplyKind.Answer || !durations.Enabled)
            return;
        await using var db = await databases.CreateDbContextAsync();
        if (await db.Replies.AsNoTracking().SingleOrDefaultAsync(reply => reply.Id == claim.ReplyId) is not { StartedAt: { } started, EndedAt: { } ended } reply)
            return;
        KeyValuePair<string, object?>[] tags =
            [new("chatapp.endpoint", reply.Endpoint), new("gen_ai.request.model", reply.Model), new("chatapp.outcome", reply.Error?.ToString() ?? reply.Status.Name())];
        waits.Record((started - reply.QueuedAt).TotalSeconds, tags);
        durations.Record((ended - started).TotalSeconds, tags);
        if (reply.FirstTokenAt is not { } first)
            return;
        firstTokens.Record((first - started).TotalSeconds, tags);
        if (reply.CompletionTokens is { } tokens && ended > first)
            rates.Record(tokens / (ended - first).TotalSeconds, tags);
    }

    public void Dispose() => meter.Dispose();

    private static IEnumerable<Measurement<int>> Depths(LineOverview overview) => overview.Endpoints.SelectMany(one => new[]
    {
        Depth(one.Figures.Queued, one, ReplyStatus.Queued), Depth(one.Figures.Processing, one, ReplyStatus.Processing), Depth(one.Figures.Streaming, one, ReplyStatus.Streaming),
    });

    private static Measurement<int> Depth(int replies, EndpointFigures endpoint, ReplyStatus status) =>
        new(replies, new("chatapp.endpoint", endpoint.Endpoint.Name), new("chatapp.status", status.Name()));
}
