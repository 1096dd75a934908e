extern alias product;

using ChatApp.E2E.Infrastructure;
using product::ChatApp.Data;

namespace ChatApp.E2E.Faults;

/// <summary>The stages of a reply, each ended by kill -9 and followed by a start on the same data.</summary>
[EveryDatabase]
public sealed class KillTests(FaultTests.Ground ground) : FaultTests(ground), IClassFixture<FaultTests.Ground>
{
    private readonly Ground ground = ground;

    [Journey]
    public async Task BeforeTheSendCommitsNothingStandsAndSendingItAgainIsOneMessage()
    {
        var (text, id) = (Script("uncommitted", "tokens=5"), Guid.NewGuid());
        await using (var held = await World.Rows.LockAsync(Ct))
        {
            var sending = Somebody.Person.TryAsync(HttpMethod.Post, "api/chat/message", new { clientMessageId = id, text }, TimeSpan.FromSeconds(30), Ct);
            // Reading goes on beside a writer, so by the time this is answered the message is in as well.
            for (var i = 0; i < 5; i++)
                await Somebody.InsistAsync(HttpMethod.Get, "api/chat/conversations", null, Ct);
            Assert.False(sending.IsCompleted);
            World.App.Kill();
            Assert.Null(await sending);
            await held.AppIsForgottenAsync(Ct);
        }
        await World.App.StartAsync(Ct);

        var page = await Somebody.InsistAsync(HttpMethod.Get, "api/chat/conversations", null, Ct);
        Assert.Equal(0, page.GetProperty("conversations").GetArrayLength());
        await Somebody.SendAsync(text, null, Ct, clientId: id);
        await AllIsWellAsync();
        Assert.Single(await World.Model.CallsAsync(text, Ct));
    }

    [Journey]
    public async Task AfterTheCommitAndBeforeItsTicketTheReplyRunsAtTheNextStart()
    {
        await World.Rows.PauseAsync(true, Ct);
        var said = await Somebody.SendAsync(Script("no-ticket", "tokens=5"), null, Ct);
        World.App.Kill();
        Assert.Equal((ReplyStatus.Queued, 0), await StateAsync(said));
        await World.Rows.PauseAsync(false, Ct);

        await RunsOnceAtTheNextStartAsync(said);
    }

    [Journey]
    public async Task WithItsTicketGivenAndNotClaimedTheReplyRunsAtTheNextStart()
    {
        var (said, held) = await StoppedBeforeItsClaimAsync();
        await using (held)
        {
            World.App.Process.Resume();
            // Its claim waits for the lock that is held here.
            await Poll.UntilAsync("the ticket", TimeSpan.FromSeconds(20), async () =>
                (await ground.Current.Admin.Http.GetStringAsync(new Uri("hangfire/jobs/processing", UriKind.Relative), Ct)).Contains("Next reply of fake", StringComparison.Ordinal), Ct);
            World.App.Kill();
        }
        Assert.Equal((ReplyStatus.Queued, 0), await StateAsync(said));

        await RunsOnceAtTheNextStartAsync(said);
    }

    [Journey]
    public async Task ClaimedAndTheModelNotYetCalledTheReplyIsQueuedAgain()
    {
        // Nobody listens there yet: the reply is claimed and tries to connect.
        var id = Guid.NewGuid();
        var text = Script("uncalled", "tokens=5");
        var answer = await Somebody.InsistAsync(HttpMethod.Post, "api/chat/message", new { clientMessageId = id, text, model = "late/fake" }, Ct);
        var replyId = answer.GetProperty("replyId").GetString()!;
        await World.Rows.ReachesAsync(replyId, ReplyStatus.Processing, Ct);
        World.App.Kill();
        await using var late = await FakeModel.StartAsync(ground.LatePort, Ct);
        await World.App.StartAsync(Ct);

        var reply = await World.Rows.ReachesAsync(replyId, ReplyStatus.Complete, Ct);
        Assert.Equal((2, 1), (reply.Attempt, reply.Recoveries));
        Assert.Single(await late.CallsAsync(text, Ct));
        Assert.Equal("1w1 1w2 1w3 1w4 1w5", await World.Rows.TextAsync(replyId, Ct));
    }

    [Journey]
    public async Task CalledWithoutATokenTheReplyIsAskedOnceMoreAndNotAThirdTime()
    {
        var gate = Words.Unique("silent");
        var (once, twice) = (await Somebody.SendAsync(Script("once", $"tokens=5 gate={gate}@0"), null, Ct), await Somebody.SendAsync(Script("twice", $"tokens=5 gate={gate}b@0"), null, Ct));
        await World.ReachedAsync(gate, Ct);
        await World.ReachedAsync(gate + "b", Ct);
        await World.KillAndStartAsync(Ct);
        Assert.True(await WithinAsync(once, reply => reply is { Status: ReplyStatus.Processing, Attempt: 2 }));

        await Poll.UntilAsync("the second calls", TimeSpan.FromSeconds(20), async () => (await World.Model.CallsAsync(gate, Ct)).Count(call => call is { Time: 2, WaitingAt: not null }) == 2, Ct);
        await World.Model.OpenGateAsync(gate, Ct);
        await World.Rows.ReachesAsync(once.ReplyId, ReplyStatus.Complete, Ct);
        await World.KillAndStartAsync(Ct);

        Assert.Equal(ReplyError.Interrupted, (await World.Rows.ReachesAsync(twice.ReplyId, ReplyStatus.Error, Ct)).Error);
        await AllIsWellAsync();
        Assert.Equal(2, (await World.Model.CallsAsync(once.Text, Ct)).Length);
        Assert.Equal(2, (await World.Model.CallsAsync(twice.Text, Ct)).Length);
    }

    [Journey]
    public async Task WithWordsSavedTheReplyIsInterruptedKeepsThemAndIsNotAskedAgain()
    {
        var gate = Words.Unique("half");
        var said = await Somebody.SendAsync(Script("saved", $"tokens=9 gate={gate}@4"), null, Ct);
        await World.Rows.SavedAsync(said.ReplyId, "1w1 1w2 1w3 1w4", Ct);
        await World.KillAndStartAsync(Ct);
        await World.Model.OpenGateAsync(gate, Ct);

        await InterruptedAsync(said, "1w1 1w2 1w3 1w4");
    }

    [Journey]
    public async Task AfterTheLastWordAndBeforeItsFinalSaveTheReplyIsInterruptedWithAllItsWords()
    {
        var gate = Words.Unique("end");
        var said = await Somebody.SendAsync(Script("unsaved", $"tokens=3 gate={gate}@3"), null, Ct);
        await World.Rows.SavedAsync(said.ReplyId, "1w1 1w2 1w3", Ct);
        await using (await World.Rows.LockAsync(Ct))
        {
            await World.Model.OpenGateAsync(gate, Ct);
            await Poll.UntilAsync("the model to be done", TimeSpan.FromSeconds(20), async () => (await World.Model.CallsAsync(said.Text, Ct)) is [{ Ended: "complete" }], Ct);
            World.App.Kill();
        }
        await World.App.StartAsync(Ct);

        await InterruptedAsync(said, "1w1 1w2 1w3");
    }

    [Journey]
    public async Task WithItsEndSavedAndItsJobNotAcknowledgedTheReplyStaysAsItIs()
    {
        var said = await Somebody.SendAsync(Script("finished", "tokens=7"), null, Ct);
        await World.Rows.ReachesAsync(said.ReplyId, ReplyStatus.Complete, Ct);
        await World.KillAndStartAsync(Ct);

        await AllIsWellAsync();
        Assert.Equal((ReplyStatus.Complete, 1), await StateAsync(said));
        Assert.Single(await World.Model.CallsAsync(said.Text, Ct));
    }

    [Journey]
    public async Task AStopThatWasAcceptedIsKept()
    {
        var gate = Words.Unique("stop");
        var (unheard, accepted) = (await Somebody.SendAsync(Script("unheard", $"tokens=9 gate={gate}@2"), null, Ct), await Somebody.SendAsync(Script("heard", $"tokens=9 gate={gate}@2"), null, Ct));
        await World.Rows.SavedAsync(unheard.ReplyId, "1w1 1w2", Ct);
        await World.Rows.SavedAsync(accepted.ReplyId, "1w1 1w2", Ct);
        await Somebody.StopAsync(accepted.ReplyId, Ct);
        await using (var held = await World.Rows.LockAsync(Ct))
        {
            // Nobody was told that this one was stopped.
            var stopping = Somebody.Person.TryAsync(HttpMethod.Post, $"api/chat/message/{unheard.ReplyId}/stop", new { }, TimeSpan.FromSeconds(30), Ct);
            await Somebody.InsistAsync(HttpMethod.Get, "api/chat/conversations", null, Ct);
            World.App.Kill();
            Assert.Null(await stopping);
            await held.AppIsForgottenAsync(Ct);
        }
        await World.App.StartAsync(Ct);

        await AllIsWellAsync();
        Assert.Equal(ReplyStatus.Stopped, (await World.Rows.ReplyAsync(accepted.ReplyId, Ct)).Status);
        Assert.Equal("1w1 1w2", await World.Rows.TextAsync(accepted.ReplyId, Ct));
        Assert.Equal(ReplyError.Interrupted, (await World.Rows.ReplyAsync(unheard.ReplyId, Ct)).Error);
    }

    private async Task RunsOnceAtTheNextStartAsync(Said said)
    {
        Assert.Empty(await World.Model.CallsAsync(said.Text, Ct));
        await World.App.StartAsync(Ct);
        await World.Rows.ReachesAsync(said.ReplyId, ReplyStatus.Complete, Ct);
        await AllIsWellAsync();
        Assert.Single(await World.Model.CallsAsync(said.Text, Ct));
    }

    private async Task InterruptedAsync(Said said, string text)
    {
        Assert.Equal(ReplyError.Interrupted, (await World.Rows.ReachesAsync(said.ReplyId, ReplyStatus.Error, Ct)).Error);
        await AllIsWellAsync();
        Assert.Equal(text, await World.Rows.TextAsync(said.ReplyId, Ct));
        Assert.Single(await World.Model.CallsAsync(said.Text, Ct));
    }

    /// <summary>Sends until the process was stopped between a message's answer and its claim, with the write lock free to be taken.</summary>
    private async Task<(Said Said, WriteLock Held)> StoppedBeforeItsClaimAsync()
    {
        for (var attempt = 0; attempt < 30; attempt++)
        {
            var said = await Somebody.SendAsync(Script("stopped", "tokens=5"), null, Ct);
            World.App.Process.Suspend();
            if (await World.Rows.TryLockAsync(TimeSpan.FromSeconds(1), Ct) is { } held)
            {
                if (await StateAsync(said) == (ReplyStatus.Queued, 0))
                    return (said, held);
                await held.DisposeAsync();
            }
            World.App.Process.Resume();
        }
        throw new TimeoutException("In 30 tries the claim was always first.");
    }

    private async Task<bool> WithinAsync(Said said, Func<Reply, bool> wanted)
    {
        await World.Rows.ReachesAsync(said.ReplyId, wanted, Ct);
        return true;
    }

    private async Task<(ReplyStatus, int)> StateAsync(Said said)
    {
        var reply = await World.Rows.ReplyAsync(said.ReplyId, Ct);
        return (reply.Status, reply.Attempt);
    }
}
