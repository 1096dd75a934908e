using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Replies;

/// <summary>Once a second, while models send and other processes live, writes down how many tokens a second come here.</summary>
internal sealed partial class TokenRateSaver(TokenMeter meter, IDbContextFactory<ChatDbContext> databases, NodeIdentity node, TimeProvider time, ILogger<TokenRateSaver> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private HashSet<string> told = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TickAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task TickAsync(CancellationToken ct)
    {
        var rates = meter.Endpoints.Select(endpoint => (Endpoint: endpoint, Rate: meter.RateOf(endpoint))).Where(one => one.Rate > 0 || told.Contains(one.Endpoint)).ToList();
        if (rates.Count == 0)
            return;
        try
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            if (!await db.Nodes.AnyAsync(other => other.Boot != node.Boot, ct))
                return;
            foreach (var (endpoint, rate) in rates)
                await WriteAsync(db, endpoint, rate, ct);
            told = [.. rates.Where(one => one.Rate > 0).Select(one => one.Endpoint)];
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotWritten(e);
        }
    }

    private async Task WriteAsync(ChatDbContext db, string endpoint, double rate, CancellationToken ct)
    {
        if (await db.TokenRates.Where(row => row.Boot == node.Boot && row.Endpoint == endpoint)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.TokensPerSecond, rate).SetProperty(it => it.Tick, it => it.Tick + 1), ct) == 1)
            return;
        // Held dead, it has no row of its own until it has noticed.
        if (!await db.Nodes.AnyAsync(own => own.Boot == node.Boot, ct))
            return;
        db.TokenRates.Add(new() { Boot = node.Boot, Endpoint = endpoint, TokensPerSecond = rate });
        await db.SaveChangesAsync(ct);
    }

    [LoggerMessage(LogLevel.Warning, "The token rates could not be written for other processes; trying again in a second")]
    private partial void LogNotWritten(Exception e);
}
