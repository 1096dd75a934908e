using System.Diagnostics;
using ChatApp.Data;
using ChatApp.Replies;

namespace ChatApp.Tests.Replies;

[EveryDatabase]
public sealed class StoppingTests : StagedTests
{
    [Fact]
    public async Task AWaitingReplyStopsAndIsNeverCalled()
    {
        await using var rig = await StartAsync();
        var person = await rig.AddPersonAsync();
        await rig.SendAsync(person, "runs");
        var call = await Stage.NextAsync();
        var waiting = await rig.SendAsync(person, "waits");

        await rig.Commands.StopAsync(person, waiting.ReplyId, Ct);

        Assert.Equal(ReplyStatus.Stopped, (await rig.ReadAsync(waiting.ReplyId)).Status);
        var last = await rig.SendAsync(person, "goes on");
        await call.FinishAsync("done");
        Assert.Contains("goes on", (await Stage.NextAsync()).Prompt);
        await rig.Commands.StopAsync(person, last.ReplyId, Ct);
    }

    [Fact]
    public async Task AThinkingModelIsHungUpOnWithinTwoSeconds()
    {
        await using var rig = await StartAsync();
        var person = await rig.AddPersonAsync();
        var sent = await rig.SendAsync(person);
        var call = await Stage.NextAsync();

        var since = Stopwatch.StartNew();
        await rig.Commands.StopAsync(person, sent.ReplyId, Ct);
        await call.Closed;

        Assert.True(since.Elapsed < TimeSpan.FromSeconds(2), $"{since.Elapsed}");
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Stopped);
        Assert.Equal("", await rig.TextAsync(sent.ReplyId));
    }

    [Fact]
    public async Task AStreamingReplyKeepsItsTextAndTheModelIsHungUpOn()
    {
        await using var rig = await StartAsync();
        var person = await rig.AddPersonAsync();
        var sent = await rig.SendAsync(person);
        var call = await Stage.NextAsync();
        await call.SayAsync("so far");
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Streaming);
        await call.SayAsync(" so good");
        await rig.Get<LiveReplies>().Find(sent.ReplyId)!.ChangedAsync("so far".Length, Ct);

        var since = Stopwatch.StartNew();
        await rig.Commands.StopAsync(person, sent.ReplyId, Ct);
        await call.Closed;
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Stopped);

        Assert.True(since.Elapsed < TimeSpan.FromSeconds(2), $"{since.Elapsed}");
        Assert.Equal("so far so good", await rig.TextAsync(sent.ReplyId));
    }

    [Fact]
    public async Task AnEndedReplyStaysAsItIs()
    {
        await using var rig = await StartAsync();
        var person = await rig.AddPersonAsync();
        var sent = await rig.SendAsync(person);
        await (await Stage.NextAsync()).FinishAsync("done");
        var before = await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Complete);

        Assert.IsType<Outcome.Accepted>(await rig.Commands.StopAsync(person, sent.ReplyId, Ct));

        var after = await rig.ReadAsync(sent.ReplyId);
        Assert.Equal((before.Status, before.EndedAt), (after.Status, after.EndedAt));
    }

    [Fact]
    public async Task StopAgainstFinishHasOneWinner()
    {
        await using var rig = await StartAsync(("Models:Endpoints:0:Slots", "4"));
        var person = await rig.AddPersonAsync();
        var endings = new HashSet<ReplyStatus>();
        for (var round = 0; round < 25; round++)
        {
            var sent = await rig.SendAsync(person);
            var call = await Stage.NextAsync();
            await call.SayAsync("text");
            await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Streaming);

            var finish = Task.Run(() => call.FinishAsync(" end"), Ct);
            await Task.Run(() => rig.Commands.StopAsync(person, sent.ReplyId, Ct), Ct);
            var ended = await rig.ReachesAsync(sent.ReplyId, reply => reply.Status.IsFinal());
            await Task.WhenAny(finish);

            var later = await rig.ReadAsync(sent.ReplyId);
            Assert.Equal((ended.Status, ended.EndedAt), (later.Status, later.EndedAt));
            Assert.Contains(ended.Status, (ReplyStatus[])[ReplyStatus.Stopped, ReplyStatus.Complete]);
            Assert.StartsWith("text", await rig.TextAsync(sent.ReplyId));
            if (ended.Status is ReplyStatus.Complete)
                Assert.Equal("text end", await rig.TextAsync(sent.ReplyId));
            endings.Add(ended.Status);
        }
        Assert.Contains(ReplyStatus.Stopped, endings);
        Assert.Empty(rig.Errors);
    }

    [Fact]
    public async Task AStopRightAfterTheSendNeverGetsLost()
    {
        await using var rig = await StartAsync(("Models:Endpoints:0:Slots", "4"));
        Stage.OnAnswer = context => new ModelCall(context).EndAsync();
        var person = await rig.AddPersonAsync();
        for (var round = 0; round < 40; round++)
        {
            var sent = await rig.SendAsync(person);
            if (round % 4 != 0)
                await rig.ReachesAsync(sent.ReplyId, reply => reply.Status is not ReplyStatus.Queued || round % 4 == 1);
            await rig.Commands.StopAsync(person, sent.ReplyId, Ct);

            var ended = await rig.ReachesAsync(sent.ReplyId, reply => reply.Status.IsFinal());
            Assert.Equal((ReplyStatus.Stopped, null), (ended.Status, ended.Error));
        }
        Assert.Empty(rig.Errors);
    }

    [Fact]
    public async Task EverythingOfADeletedConversationStops()
    {
        await using var rig = await StartAsync();
        var person = await rig.AddPersonAsync();
        var first = await rig.SendAsync(person);
        var call = await Stage.NextAsync();
        var second = await rig.SendAsync(person, "next", first.ConversationId);

        await rig.Commands.StopConversationAsync(first.ConversationId, Ct);

        await call.Closed;
        await rig.ReachesAsync(first.ReplyId, ReplyStatus.Stopped);
        await rig.ReachesAsync(second.ReplyId, ReplyStatus.Stopped);
    }
}
