using ChatApp.Data;
using ChatApp.Replies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatApp.Tests.Replies;

/// <summary>Somebody sets the machine's clock while replies run and wait.</summary>
[EveryDatabase]
public sealed class ClockTests : StagedTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(24 * 3652)]
    [InlineData(-24 * 3652)]
    public async Task AMovedClockStealsNoWorkRunsNothingTwiceAndKeepsTheOrder(int hours)
    {
        var clock = new MovedClock();
        await using var rig = await ReplyRig.StartAsync(Stage, time: null, more: services => services.AddSingleton<TimeProvider>(clock));
        var person = await rig.AddPersonAsync();
        var running = await rig.SendAsync(person, "runs");
        var call = await Stage.NextAsync();
        await call.SayAsync("so ");
        await rig.ReachesAsync(running.ReplyId, ReplyStatus.Streaming);
        var before = await rig.SendAsync(person, "before");

        clock.Offset = TimeSpan.FromHours(hours);
        var after = await rig.SendAsync(person, "after");
        for (var look = 0; look < 2; look++)
            foreach (var service in rig.Services.GetServices<IHostedService>())
                await (service switch
                {
                    NodeBeat beat => beat.TickAsync(Ct),
                    Sweep sweep => sweep.TickAsync(Ct),
                    _ => Task.CompletedTask,
                });

        Assert.Equal((ReplyStatus.Streaming, 1), ((await rig.ReadAsync(running.ReplyId)).Status, Stage.Count));
        await call.FinishAsync("far");
        await FinishNextAsync("before");
        await FinishNextAsync("after");
        foreach (var sent in new[] { running, before, after })
            Assert.Equal((1, 0), ((await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Complete)).Attempt, (await rig.ReadAsync(sent.ReplyId)).Recoveries));
        Assert.Equal("so far", await rig.TextAsync(running.ReplyId));
        await using var db = await rig.OpenAsync();
        Assert.Equal(1, await db.Nodes.CountAsync(Ct));
        Assert.Equal(3, Stage.Count);
        Assert.Empty(rig.Errors);
    }

    private async Task FinishNextAsync(string prompt)
    {
        var call = await Stage.NextAsync();
        Assert.Contains(prompt, call.Prompt);
        await call.FinishAsync("done");
    }

    private sealed class MovedClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
    }
}
