using ChatApp.Data;
using ChatApp.Replies;
using ChatApp.Tests.Replies;
using Hangfire;
using Hangfire.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ChatApp.Tests.Admin;

/// <summary>What the job engine's own dashboard counts beside ours: tickets, not replies.</summary>
[EveryDatabase]
public sealed class EngineCountsTests : StagedTests
{
    [Fact]
    public async Task TheEngineProcessesWhatRunsHereHoldsNothingThatWaitsAndCountsAFailedReplyAsASucceededTicket()
    {
        await using var rig = await StartAsync();
        var monitor = rig.Get<LineMonitor>();
        using var watching = monitor.Watch(() => { });
        var engine = rig.Services.GetRequiredService<JobStorage>().GetMonitoringApi();
        var (failed, completed) = (await rig.SendAsync(await rig.AddPersonAsync()), await rig.SendAsync(await rig.AddPersonAsync()));
        (await Stage.NextAsync()).Refuse(400);
        await (await Stage.NextAsync()).FinishAsync("done");
        await rig.ReachesAsync(failed.ReplyId, ReplyStatus.Error);
        await rig.ReachesAsync(completed.ReplyId, ReplyStatus.Complete);
        var running = await rig.SendAsync(await rig.AddPersonAsync());
        var call = await Stage.NextAsync();
        for (var waiting = 0; waiting < 5; waiting++)
            await rig.SendAsync(await rig.AddPersonAsync());

        // Ours are the rows; the engine's settle to this: one ticket runs, none lies in a queue, none has failed.
        await rig.UntilAsync(() => Task.FromResult(monitor.Overview.All is { Queued: 5, Busy: 1, LastHour: { Completed: 1, Failed: 1 } }));
        await rig.UntilAsync(() => Task.FromResult((Processing(engine), engine.EnqueuedCount("lab"), engine.FailedCount()) == (1, 0, 0)),
            () => $"processing {Processing(engine)}, enqueued {engine.EnqueuedCount("lab")}, failed {engine.FailedCount()}");
        // A ticket that found nothing to do has succeeded too, so there may be more of them than replies that ended.
        Assert.InRange(engine.SucceededListCount(), 2, long.MaxValue);

        await call.FinishAsync("done");
        await rig.ReachesAsync(running.ReplyId, ReplyStatus.Complete);
        for (var left = 0; left < 5; left++)
            await (await Stage.NextAsync()).FinishAsync("done");
        await rig.UntilAsync(() => Task.FromResult(monitor.Overview.All is { Queued: 0, Busy: 0, LastHour.Completed: 7 } && Processing(engine) == 0));
        Assert.InRange(engine.SucceededListCount(), 8, long.MaxValue);
    }

    private static int Processing(IMonitoringApi engine) => engine.ProcessingJobs(0, 100).Count(job => job.Value.Job.Type == typeof(ReplyJob));
}
