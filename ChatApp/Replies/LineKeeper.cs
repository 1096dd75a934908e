using System.Diagnostics;
using ChatApp.Data;
using ChatApp.LanguageModels;
using ChatApp.Queue;
using Hangfire;
using Hangfire.States;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatApp.Replies;

/// <summary>After each change of the line: one look at it, for tickets and for all viewers together.</summary>
internal sealed partial class LineKeeper(
    Wake wake,
    IDbContextFactory<ChatDbContext> databases,
    ModelCatalog catalog,
    QueueServers servers,
    IBackgroundJobClient jobs,
    RunningReplies running,
    LinePlaces places,
    LineMonitor monitor,
    SwitchWatch switches,
    IOptions<RepliesOptions> options,
    TimeProvider time,
    ILogger<LineKeeper> logger) : BackgroundService
{
    /// <summary>Hangfire workers of an endpoint: the most its slots may be.</summary>
    private const int Workers = 32;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        catalog.Changed += wake.Call;
        switches.Changed += wake.Call;
        wake.Call();
        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        catalog.Changed -= wake.Call;
        switches.Changed -= wake.Call;
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var sleep = TimeSpan.Zero;
        while (!stoppingToken.IsCancellationRequested)
            try
            {
                await wake.WaitAsync(sleep, stoppingToken);
                var began = Stopwatch.GetTimestamp();
                sleep = await LookAsync(stoppingToken);

                // A long line takes long to look at: never more than a quarter of the machine's own time goes into it.
                var rest = Stopwatch.GetElapsedTime(began) * 3;
                await Task.Delay(rest < TimeSpan.FromMilliseconds(250) ? rest : TimeSpan.FromMilliseconds(250), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(e);
                sleep = TimeSpan.FromSeconds(1);
            }
    }

    /// <returns>How long to sleep when nobody calls: until the earliest reply may run that was asked to wait.</returns>
    private async Task<TimeSpan> LookAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var line = await db.ReadLineAsync(ct);
        var now = time.GetUtcNow().UtcDateTime;
        var sleep = Longest;
        var orders = new Dictionary<string, Standing[]>();
        places.Begin();
        foreach (var endpoint in catalog.Endpoints)
        {
            servers.Ensure(endpoint.Name, Workers);
            var order = QueueOrder.Of(endpoint.Name, line, options.Value.MaxRunningPerPerson, now);
            if (order.Length == 0)
                continue;
            orders[endpoint.Name] = Array.FindAll(order, standing => standing.Entry.Kind is ReplyKind.Answer);
            var slots = line.SlotsOf(endpoint.Name, endpoint.Slots);
            GiveTickets(endpoint.Name, order, line, slots);
            await places.AddAsync(db, endpoint, order, line, slots, now, ct);
            foreach (var standing in order)
                if (standing.Entry.NotBefore is { } notBefore && notBefore > now && notBefore - now < sleep)
                    sleep = notBefore - now;
        }
        places.Publish();
        await monitor.ShowAsync(db, new(line, orders), ct);
        return sleep;
    }

    private void GiveTickets(string endpoint, Standing[] order, LineState line, int slots)
    {
        var free = slots - line.Running[endpoint].Count();
        var runnable = order.Count(standing => standing.CanRun);
        for (var ticket = 0; ticket < Math.Min(free, runnable); ticket++)
            jobs.Create<ReplyJob>(job => job.RunNextAsync(endpoint), new EnqueuedState(endpoint));
        if (free <= 0 && order[0] is { CanRun: true, Entry.Kind: ReplyKind.Answer })
            running.YieldTitles(endpoint);
    }

    [LoggerMessage(LogLevel.Error, "Looking at the line failed; trying again in a second")]
    private partial void LogFailed(Exception e);
}
