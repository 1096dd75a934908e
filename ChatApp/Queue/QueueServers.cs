using Hangfire;

namespace ChatApp.Queue;

/// <summary>One Hangfire server per queue, so that a slow queue never holds up another. Started on demand, stopped together with the host.</summary>
internal sealed class QueueServers(JobStorage storage, JobActivator activator, IHostApplicationLifetime lifetime) : IHostedService, IDisposable
{
    private readonly Dictionary<string, BackgroundJobServer> servers = [];
    private readonly Lock gate = new();
    private CancellationTokenRegistration stopping;
    private Task? stopped;

    /// <summary>Starts the queue's server unless it runs already or the host is stopping.</summary>
    /// <param name="queue">Lowercase letters, digits and dashes.</param>
    /// <param name="workers">Jobs at once; fixed from then on.</param>
    public void Ensure(string queue, int workers)
    {
        lock (gate)
        {
            if (!servers.ContainsKey(queue) && !lifetime.ApplicationStopping.IsCancellationRequested)
            {
                servers.Add(queue, new BackgroundJobServer(Options(queue, workers), storage));
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        stopping = lifetime.ApplicationStopping.Register(() => Array.ForEach(Running(), server => server.SendStop()));
        return Task.CompletedTask;
    }

    // A host may be told to stop twice, and the second time find the servers gone already.
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return stopped ??= Task.WhenAll(Running().Select(server => server.WaitForShutdownAsync(cancellationToken)));
        }
    }

    public void Dispose()
    {
        stopping.Dispose();
        Array.ForEach(Running(), server => server.Dispose());
    }

    private BackgroundJobServer[] Running()
    {
        lock (gate)
        {
            return [.. servers.Values];
        }
    }

    private BackgroundJobServerOptions Options(string queue, int workers) => new()
    {
        ServerName = $"{Environment.MachineName}:{queue}",
        Queues = [queue],
        WorkerCount = workers,
        Activator = activator,
        // Nothing here is scheduled, and no reply listens to its job's token: the engine need not look often.
        SchedulePollingInterval = TimeSpan.FromSeconds(15),
        CancellationCheckInterval = TimeSpan.FromSeconds(15),
        // A running job's grace after the host was told to stop; then its token is cancelled.
        StopTimeout = TimeSpan.FromSeconds(10),
        ShutdownTimeout = TimeSpan.FromSeconds(15),
    };
}
