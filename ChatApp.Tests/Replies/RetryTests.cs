using ChatApp.Data;
using ChatApp.Replies;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Tests.Replies;

[EveryDatabase]
public sealed class RetryTests : StagedTests
{
    [Fact]
    public async Task AFailedReplyWithoutTextIsQueuedAgainAsItself()
    {
        await using var rig = await StartAsync();
        var person = await rig.AddPersonAsync();
        var sent = await rig.SendAsync(person);
        (await Stage.NextAsync()).Refuse(401);
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Error);

        var again = await rig.Commands.RetryAsync(person, sent.ReplyId, Ct);

        Assert.Equal(sent.ReplyId, Assert.IsType<Outcome.Accepted>(again).ReplyId);
        await (await Stage.NextAsync()).FinishAsync("now");
        var reply = await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Complete);
        Assert.Equal((2, null, null), (reply.Attempt, reply.Error, reply.ErrorText));
    }

    [Fact]
    public async Task AStoppedReplyWithoutTextRunsWhenItIsTriedAgain()
    {
        await using var rig = await StartAsync();
        var person = await rig.AddPersonAsync();
        var sent = await rig.SendAsync(person);
        await Stage.NextAsync();
        await rig.Commands.StopAsync(person, sent.ReplyId, Ct);
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Stopped);

        await rig.Commands.RetryAsync(person, sent.ReplyId, Ct);

        await (await Stage.NextAsync()).FinishAsync("now");
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Complete);
    }

    [Fact]
    public async Task AReplyWithTextGetsOneBesideItHoweverOftenItIsAskedAtOnce()
    {
        await using var rig = await StartAsync();
        var person = await rig.AddPersonAsync();
        var sent = await InterruptedAsync(rig, person);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => rig.Commands.RetryAsync(person, sent.ReplyId, Ct))));

        var beside = Assert.IsType<Outcome.Accepted>(Assert.Single(outcomes.Distinct())).ReplyId;
        Assert.NotEqual(sent.ReplyId, beside);
        await (await Stage.NextAsync()).FinishAsync("whole");
        await rig.ReachesAsync(beside, ReplyStatus.Complete);
        Assert.Equal("part", await rig.TextAsync(sent.ReplyId));
        Assert.Equal(2, Stage.Count);
        await using var db = await rig.OpenAsync();
        Assert.Equal([sent.MessageId, beside], await db.Messages.Where(message => message.OnPath).OrderBy(message => message.Depth).Select(message => message.Id).ToListAsync(Ct));
    }

    [Fact]
    public async Task ARunningReplyIsNotTriedAgain()
    {
        await using var rig = await StartAsync();
        var person = await rig.AddPersonAsync();
        var sent = await rig.SendAsync(person);
        var call = await Stage.NextAsync();

        Assert.IsType<Outcome.Conflict>(await rig.Commands.RetryAsync(person, sent.ReplyId, Ct));
        Assert.IsType<Outcome.Conflict>(await rig.Commands.RegenerateAsync(person, sent.ReplyId, Guid.NewGuid(), null, Ct));
        call.Refuse(400);
    }

    [Fact]
    public async Task RegeneratingWithTheSameClientIdAgainGivesTheSameReply()
    {
        await using var rig = await StartAsync();
        var person = await rig.AddPersonAsync();
        var sent = await rig.SendAsync(person);
        await (await Stage.NextAsync()).FinishAsync("first");
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Complete);
        await using var held = await rig.HoldAsync();
        var id = Guid.NewGuid();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => rig.Commands.RegenerateAsync(person, sent.ReplyId, id, new("lab", "beta"), Ct))));

        var beside = Assert.IsType<Outcome.Accepted>(Assert.Single(outcomes.Distinct())).ReplyId;
        var other = Assert.IsType<Outcome.Accepted>(await rig.Commands.RegenerateAsync(person, sent.ReplyId, Guid.NewGuid(), null, Ct)).ReplyId;
        Assert.NotEqual(beside, other);
        Assert.Equal("beta", (await rig.ReadAsync(beside)).Model);
        Assert.Equal("alpha", (await rig.ReadAsync(other)).Model);
        Assert.IsType<Outcome.Invalid>(await rig.Commands.RegenerateAsync(person, sent.ReplyId, Guid.NewGuid(), new("lab", "gamma"), Ct));
    }

    [Fact]
    public async Task NobodyTouchesAnothersReply()
    {
        await using var rig = await StartAsync();
        var (person, other) = (await rig.AddPersonAsync(), await rig.AddPersonAsync());
        var sent = await InterruptedAsync(rig, person);

        Assert.IsType<Outcome.NotFound>(await rig.Commands.RetryAsync(other, sent.ReplyId, Ct));
        Assert.IsType<Outcome.NotFound>(await rig.Commands.RegenerateAsync(other, sent.ReplyId, Guid.NewGuid(), null, Ct));
        Assert.IsType<Outcome.NotFound>(await rig.Commands.StopAsync(other, sent.ReplyId, Ct));
        Assert.IsType<Outcome.NotFound>(await rig.Commands.RetryAsync(person, sent.MessageId, Ct));
    }

    private async Task<Outcome.Accepted> InterruptedAsync(ReplyRig rig, Guid person)
    {
        var sent = await rig.SendAsync(person);
        var call = await Stage.NextAsync();
        await call.SayAsync("part");
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Streaming);
        call.Leave();
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Error);
        return sent;
    }
}
