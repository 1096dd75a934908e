using ChatApp.Data;
using ChatApp.Replies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace ChatApp.Tests.Replies;

[EveryDatabase]
public sealed class RecoveryTests : StagedTests
{
    [Fact]
    public async Task ADeadOwnersReplyRunsAgainOnceAndThenIsInterrupted()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var rig = await ReplyRig.StartAsync(Stage, time);
        var person = await rig.AddPersonAsync();
        Outcome.Accepted sent;
        await using (await rig.HoldAsync())
        {
            sent = await rig.SendAsync(person);
            await OwnedByAnotherAsync(rig, sent.ReplyId, ReplyStatus.Processing);
        }
        await BeatsAsync(rig, time, 8);
        await (await Stage.NextAsync()).FinishAsync("again");
        var reply = await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Complete);
        Assert.Equal(1, reply.Recoveries);

        await OwnedByAnotherAsync(rig, sent.ReplyId, ReplyStatus.Processing);
        await BeatsAsync(rig, time, 8);
        Assert.Equal(ReplyError.Interrupted, (await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Error)).Error);
        Assert.Equal(1, Stage.Count);
    }

    [Fact]
    public async Task ADeadOwnersStreamIsInterruptedWithItsTextAndAStopIsKept()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var rig = await ReplyRig.StartAsync(Stage, time);
        var held = await rig.HoldAsync();
        var person = await rig.AddPersonAsync();
        var (streaming, stopped) = (await rig.SendAsync(person), await rig.SendAsync(person));
        await OwnedByAnotherAsync(rig, streaming.ReplyId, ReplyStatus.Streaming);
        var boot = await OwnedByAnotherAsync(rig, stopped.ReplyId, ReplyStatus.Processing);
        await using (var db = await rig.OpenAsync())
        {
            await db.Messages.Where(message => message.Id == streaming.ReplyId).ExecuteUpdateAsync(message => message.SetProperty(row => row.Text, "saved"), Ct);
            await db.Replies.Where(reply => reply.Id == stopped.ReplyId).ExecuteUpdateAsync(reply => reply.SetProperty(row => row.StopRequested, true), Ct);
        }

        // As long as its beat moves, nobody takes its work.
        for (var beat = 0; beat < 10; beat++)
        {
            await using (var db = await rig.OpenAsync())
                await db.Nodes.Where(node => node.Boot == boot).ExecuteUpdateAsync(node => node.SetProperty(row => row.Beat, row => row.Beat + 1), Ct);
            await BeatsAsync(rig, time, 1);
        }
        Assert.Equal(ReplyStatus.Processing, (await rig.ReadAsync(stopped.ReplyId)).Status);

        await BeatsAsync(rig, time, 8);
        Assert.Equal(ReplyError.Interrupted, (await rig.ReachesAsync(streaming.ReplyId, ReplyStatus.Error)).Error);
        Assert.Equal("saved", await rig.TextAsync(streaming.ReplyId));
        await rig.ReachesAsync(stopped.ReplyId, ReplyStatus.Stopped);
        await held.DisposeAsync();
        Assert.Equal(0, Stage.Count);
    }

    [Fact]
    public async Task AStartTakesOverAtOnceWhatItsNameLeftBehind()
    {
        Outcome.Accepted queued = null!, running = null!;
        await using var rig = await ReplyRig.StartAsync(Stage, time: null, prepare: async rig =>
        {
            var person = await rig.AddPersonAsync();
            (queued, running) = (await rig.SendAsync(person, "queued"), await rig.SendAsync(person, "ran"));
            await OwnedByAnotherAsync(rig, running.ReplyId, ReplyStatus.Processing, "here");
        });

        Assert.Equal(1, (await rig.ReachesAsync(running.ReplyId, reply => reply.Recoveries == 1)).Recoveries);
        await (await Stage.NextAsync()).FinishAsync("1");
        await (await Stage.NextAsync()).FinishAsync("2");
        await rig.ReachesAsync(queued.ReplyId, ReplyStatus.Complete);
        await rig.ReachesAsync(running.ReplyId, ReplyStatus.Complete);
    }

    [Fact]
    public async Task AProcessHeldDeadLosesItsRepliesAndRegistersAgain()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var rig = await ReplyRig.StartAsync(Stage, time);
        var sent = await rig.SendAsync(await rig.AddPersonAsync());
        var call = await Stage.NextAsync();
        await using (var db = await rig.OpenAsync())
            await db.Nodes.ExecuteDeleteAsync(Ct);

        await BeatsAsync(rig, time, 1);

        await call.Closed;
        await (await Stage.NextAsync()).FinishAsync("second");
        var reply = await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Complete);
        Assert.Equal((2, 1), (reply.Attempt, reply.Recoveries));
        Assert.Equal("second", await rig.TextAsync(sent.ReplyId));
        await rig.UntilAsync(async db => await db.Nodes.AnyAsync(node => node.Boot == rig.Boot, Ct));
    }

    [Fact]
    public async Task AReplyThatOnlySeemsToRunHereIsQueuedAgainOnceAndThenEnded()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var rig = await ReplyRig.StartAsync(Stage, time);
        await using var held = await rig.HoldAsync();
        var sent = await rig.SendAsync(await rig.AddPersonAsync());
        await using (var db = await rig.OpenAsync())
            await db.Replies.ExecuteUpdateAsync(reply => reply.SetProperty(row => row.Status, ReplyStatus.Processing).SetProperty(row => row.Owner, rig.Boot), Ct);

        await BeatsAsync(rig, time, 9);

        Assert.Equal(1, (await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Queued)).Recoveries);
        await using (var db = await rig.OpenAsync())
            await db.Replies.ExecuteUpdateAsync(reply => reply.SetProperty(row => row.Status, ReplyStatus.Processing).SetProperty(row => row.Owner, rig.Boot), Ct);

        await BeatsAsync(rig, time, 9);

        Assert.Equal(ReplyError.Interrupted, (await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Error)).Error);
    }

    [Fact]
    public async Task AProcessThatCouldNotBeatItselfHoldsNobodyDead()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var rig = await ReplyRig.StartAsync(Stage, time);
        await using var held = await rig.HoldAsync();
        var sent = await rig.SendAsync(await rig.AddPersonAsync());
        await OwnedByAnotherAsync(rig, sent.ReplyId, ReplyStatus.Processing);
        await BeatsAsync(rig, time, 2);

        // As when the one file that both write was locked for a minute: the other could not beat either.
        await BeatsAsync(rig, time, 1, TimeSpan.FromMinutes(1));
        Assert.Equal(ReplyStatus.Processing, (await rig.ReadAsync(sent.ReplyId)).Status);

        await BeatsAsync(rig, time, 8);
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Queued);
    }

    [Fact]
    public async Task AProcessHeldDeadTakesNothingBeforeItHasNoticed()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var rig = await ReplyRig.StartAsync(Stage, time);
        var sent = default(Outcome.Accepted)!;
        await using (await rig.HoldAsync())
        {
            sent = await rig.SendAsync(await rig.AddPersonAsync());
            await using var db = await rig.OpenAsync();
            await db.Nodes.ExecuteDeleteAsync(Ct);
        }
        Assert.Null(await rig.Get<Claims>().TakeNextAsync("lab", Ct));
        Assert.Equal((ReplyStatus.Queued, 0), ((await rig.ReadAsync(sent.ReplyId)).Status, Stage.Count));

        await BeatsAsync(rig, time, 1);
        rig.Get<Wake>().Call();
        await (await Stage.NextAsync()).FinishAsync("awake");
        Assert.Equal(1, (await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Complete)).Attempt);
    }

    private static async Task<Guid> OwnedByAnotherAsync(ReplyRig rig, Guid replyId, ReplyStatus status, string name = "there")
    {
        var boot = Guid.NewGuid();
        await using var db = await rig.OpenAsync();
        db.Nodes.Add(new() { Boot = boot, Name = name });
        await db.SaveChangesAsync(Ct);
        await db.Replies.Where(reply => reply.Id == replyId).ExecuteUpdateAsync(reply => reply
            .SetProperty(row => row.Status, status)
            .SetProperty(row => row.Owner, boot)
            .SetProperty(row => row.EndedAt, (DateTime?)null), Ct);
        return boot;
    }

    /// <summary>Lets 5 s (or more) pass, so often, and waits for the beat each time: what a beat does is done then.</summary>
    private static async Task BeatsAsync(ReplyRig rig, FakeTimeProvider time, int count, TimeSpan? apart = null)
    {
        for (var i = 0; i < count; i++)
        {
            async Task<long?> Beat()
            {
                await using var db = await rig.OpenAsync();
                return await db.Nodes.Where(node => node.Boot == rig.Boot).Select(node => (long?)node.Beat).SingleOrDefaultAsync(Ct);
            }
            var before = await Beat();
            time.Advance(apart ?? TimeSpan.FromSeconds(5));
            await rig.UntilAsync(async () => await Beat() != before);
        }
    }
}
