using ChatApp.Data;
using ChatApp.Replies;
using Microsoft.Extensions.Time.Testing;

namespace ChatApp.Tests.Replies;

[EveryDatabase]
public sealed class LastHourTests : StagedTests
{
    [Fact]
    public async Task WhatEndedAnHourAgoCountsNoMore()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var rig = await ReplyRig.StartAsync(Stage, time);
        var monitor = rig.Get<LineMonitor>();
        using var watching = monitor.Watch(() => { });
        var person = await rig.AddPersonAsync();
        var failed = await rig.SendAsync(person);
        (await Stage.NextAsync()).Refuse(400);
        await rig.ReachesAsync(failed.ReplyId, ReplyStatus.Error);
        time.Advance(TimeSpan.FromMinutes(20));
        var completed = await rig.SendAsync(person);
        await (await Stage.NextAsync()).FinishAsync("done");
        await rig.ReachesAsync(completed.ReplyId, ReplyStatus.Complete);
        await ShowsAsync(1, 1);

        time.Advance(TimeSpan.FromMinutes(39));
        await ShowsAsync(1, 1);
        time.Advance(TimeSpan.FromMinutes(2));
        await ShowsAsync(1, 0);
        time.Advance(TimeSpan.FromMinutes(20));
        await ShowsAsync(0, 0);
        Assert.Null(monitor.Overview.All.LastHour.DurationMedian);

        Task ShowsAsync(int completed, int failed) => rig.UntilAsync(
            () =>
            {
                // As time goes on by itself elsewhere: the next look comes within a second of it.
                time.Advance(TimeSpan.FromMilliseconds(500));
                var hour = monitor.Overview.All.LastHour;
                return Task.FromResult((hour.Completed, hour.Failed) == (completed, failed));
            },
            () => $"{monitor.Overview.All.LastHour}");
    }
}
