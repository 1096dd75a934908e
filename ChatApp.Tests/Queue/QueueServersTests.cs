using Hangfire;
using Hangfire.States;

namespace ChatApp.Tests.Queue;

public sealed class QueueServersTests
{
    [Fact]
    public async Task AJobRunsOnceItsQueueHasAServerAndNotBefore()
    {
        await using var host = await QueueHost.StartAsync();
        host.Servers.Ensure("other", 1);
        var id = host.Jobs.Create<BellJob>(job => job.Ring(), new EnqueuedState("mine"));
        Assert.Equal(EnqueuedState.StateName, host.StateOf(id));

        host.Servers.Ensure("mine", 1);
        host.Servers.Ensure("mine", 1);

        await host.Bell.Rung;
        Assert.Equal(1, host.Bell.Runs);
        Assert.Single(host.Storage.GetMonitoringApi().Servers(), server => server.Queues.Contains("mine"));
    }

    [Fact]
    public async Task AFullQueueDoesNotHoldUpAnother()
    {
        await using var host = await QueueHost.StartAsync();
        host.Servers.Ensure("slow", 1);
        host.Servers.Ensure("fast", 1);
        host.Jobs.Create<BellJob>(job => job.RingAndHoldAsync(CancellationToken.None), new EnqueuedState("slow"));
        await host.Bell.Rung;

        var fast = host.Jobs.Create<BellJob>(job => job.Ring(), new EnqueuedState("fast"));

        await host.ReachesAsync(fast, SucceededState.StateName);
        host.Bell.Release.SetResult();
    }

    [Fact]
    public async Task AFailedJobIsNotRunAgain()
    {
        await using var host = await QueueHost.StartAsync();
        host.Servers.Ensure("mine", 1);

        var id = host.Jobs.Create<BellJob>(job => job.RingAndFail(), new EnqueuedState("mine"));

        await host.ReachesAsync(id, FailedState.StateName);
        Assert.Equal(1, host.Bell.Runs);
        Assert.Equal(0, host.Storage.GetMonitoringApi().ScheduledCount());
    }

    [Fact]
    public async Task AJobThatEndsWithinTheGraceIsNotCancelledByTheStop()
    {
        await using var host = await QueueHost.StartAsync();
        host.Servers.Ensure("mine", 1);
        var id = host.Jobs.Create<BellJob>(job => job.RingAndHoldAsync(CancellationToken.None), new EnqueuedState("mine"));
        await host.Bell.Rung;

        host.BeginStop();
        var stopped = host.StopAsync();
        Assert.False(stopped.IsCompleted);
        host.Bell.Release.SetResult();
        await stopped;

        Assert.Equal(SucceededState.StateName, host.StateOf(id));
    }

    [Fact]
    public async Task AQueueStillStartsAfterAnotherHostOfTheProcessIsGone()
    {
        await using var host = await QueueHost.StartAsync();
        await using (await QueueHost.StartAsync())
        {
        }

        host.Servers.Ensure("mine", 1);
        host.Jobs.Create<BellJob>(job => job.Ring(), new EnqueuedState("mine"));

        await host.Bell.Rung;
    }
}
