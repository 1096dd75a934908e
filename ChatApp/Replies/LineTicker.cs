using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Replies;

/// <summary>While somebody watches: once a second, what changes by time alone. With several processes it also looks, twice as often, at what the others did.</summary>
internal sealed partial class LineTicker(LineMonitor monitor, Wake wake, IDbContextFactory<ChatDbContext> databases, NodeIdentity node, TimeProvider time, ILogger<LineTicker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private bool half;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                if (monitor.HasViewers)
                    await TickAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task TickAsync(CancellationToken ct)
    {
        try
        {
            half = !half;
            if (half)
                await monitor.TickAsync(ct);
            await using var db = await databases.CreateDbContextAsync(ct);
            if (await db.Nodes.AnyAsync(other => other.Boot != node.Boot, ct))
                wake.Call();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The figures could not be read; trying again in a second")]
    private partial void LogFailed(Exception e);
}
