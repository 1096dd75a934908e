using ChatApp.Queue;
using Hangfire;

namespace ChatApp.Admin.Upkeep;

/// <summary>Tells the job engine of all recurring work at each start: in memory it forgets.</summary>
internal sealed class UpkeepSchedule(QueueServers servers, IRecurringJobManager engine, IEnumerable<IRecurringWork> works) : IHostedService
{
    /// <summary>No endpoint can have this name.</summary>
    private const string Queue = "chatapp_upkeep";
    private const int Workers = 2;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        servers.Ensure(Queue, Workers);
        foreach (var work in works)
            engine.AddOrUpdate<UpkeepJob>(work.Name, Queue, job => job.RunAsync(work.Name, CancellationToken.None), work.Cron);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
