using System.Diagnostics;
using ChatApp.Data;
using ChatApp.Replies;
using Microsoft.Extensions.Time.Testing;
using static ChatApp.Tests.LanguageModels.FakeModelServer;

namespace ChatApp.Tests.Replies;

[EveryDatabase]
public sealed class ModelFaultTests : StagedTests
{
    [Fact]
    public async Task ABusyServerIsAskedAgainInsideTheSameClaim()
    {
        await using var rig = await StartAsync();
        var sent = await rig.SendAsync(await rig.AddPersonAsync());

        (await Stage.NextAsync()).Refuse(429, retryAfter: "0");
        (await Stage.NextAsync()).Refuse(503, retryAfter: "0");
        await (await Stage.NextAsync()).FinishAsync("at last");

        Assert.Equal(1, (await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Complete)).Attempt);
    }

    [Fact]
    public async Task AServerThatStaysBusyIsAskedThreeTimes()
    {
        await using var rig = await StartAsync();
        Stage.OnAnswer = Refusing(429, "0");
        var sent = await rig.SendAsync(await rig.AddPersonAsync());

        Assert.Equal(ReplyError.Busy, (await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Error)).Error);
        Assert.Equal(3, Stage.Count);
    }

    [Fact]
    public async Task AServerThatWantsALongPauseGetsItAndTheSlotIsFreeMeanwhile()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var rig = await ReplyRig.StartAsync(Stage, time);
        var person = await rig.AddPersonAsync();
        var sent = await rig.SendAsync(person, "first");
        (await Stage.NextAsync()).Refuse(429, retryAfter: "60");
        var waiting = await rig.ReachesAsync(sent.ReplyId, reply => reply.NotBefore is not null);
        Assert.Equal((ReplyStatus.Queued, null), (waiting.Status, waiting.Owner));

        var other = await rig.SendAsync(person, "second");
        await (await Stage.NextAsync()).FinishAsync("done");
        await rig.ReachesAsync(other.ReplyId, ReplyStatus.Complete);
        Assert.False(Stage.HasNext);

        time.Advance(TimeSpan.FromSeconds(60));
        rig.Get<Wake>().Call();
        await (await Stage.NextAsync()).FinishAsync("done");
        Assert.Equal(2, (await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Complete)).Attempt);
    }

    [Fact]
    public async Task NoFirstTokenInTimeIsUnreachable()
    {
        await using var rig = await StartAsync(("Replies:FirstTokenTimeout", "00:00:01"));
        var since = Stopwatch.StartNew();
        var sent = await rig.SendAsync(await rig.AddPersonAsync());
        var call = await Stage.NextAsync();
        await call.SendEventAsync("""{"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""");

        var reply = await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Error);

        Assert.Equal(ReplyError.Unreachable, reply.Error);
        await call.Closed;
        Assert.True(since.Elapsed < TimeSpan.FromSeconds(10), $"{since.Elapsed}");
        Assert.Equal(1, Stage.Count);
    }

    [Fact]
    public async Task ASilenceInsideTheStreamInterruptsItWithItsText()
    {
        await using var rig = await StartAsync(("Replies:IdleTimeout", "00:00:01"));
        var sent = await rig.SendAsync(await rig.AddPersonAsync());
        var call = await Stage.NextAsync();
        await call.SayAsync("and then");

        var reply = await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Error);

        Assert.Equal(ReplyError.Interrupted, reply.Error);
        Assert.Equal("and then", await rig.TextAsync(sent.ReplyId));
        await call.Closed;
    }

    [Fact]
    public async Task AnAnswerThatTakesForEverIsTooLongEvenWhileItGrows()
    {
        await using var rig = await StartAsync(("Replies:TotalTimeout", "00:00:01"), ("Replies:IdleTimeout", "00:01:00"));
        Stage.OnAnswer = async context =>
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            do
                await BeginAsync(context, Delta("more "));
            while (await timer.WaitForNextTickAsync(context.RequestAborted));
        };
        var sent = await rig.SendAsync(await rig.AddPersonAsync());

        var reply = await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Error);

        Assert.Equal(ReplyError.TooLong, reply.Error);
        Assert.StartsWith("more more ", await rig.TextAsync(sent.ReplyId));
    }

    [Fact]
    public async Task AnAnswerCutByItsLengthIsCompleteAndSaysSo()
    {
        await using var rig = await StartAsync();
        var sent = await rig.SendAsync(await rig.AddPersonAsync());
        await (await Stage.NextAsync()).FinishAsync("half a", reason: "length");

        Assert.True((await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Complete)).CutByLength);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AStreamThatBreaksOffIsInterruptedWithItsText(bool reset)
    {
        await using var rig = await StartAsync();
        var sent = await rig.SendAsync(await rig.AddPersonAsync());
        var call = await Stage.NextAsync();
        await call.SayAsync("half");
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Streaming);
        if (reset)
            call.Cut();
        else
            call.Leave();

        Assert.Equal(ReplyError.Interrupted, (await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Error)).Error);
        Assert.Equal("half", await rig.TextAsync(sent.ReplyId));
        Assert.Equal(1, Stage.Count);
    }

    [Fact]
    public async Task ARefusedConnectionIsUnreachableAfterAFewTries()
    {
        await using var rig = await StartAsync(("Models:Endpoints:0:Url", "http://127.0.0.1:1/v1"));
        var sent = await rig.SendAsync(await rig.AddPersonAsync());

        Assert.Equal(ReplyError.Unreachable, (await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Error)).Error);
    }

    [Fact]
    public async Task AnEmptyAnswerIsNoAnswer()
    {
        await using var rig = await StartAsync();
        var sent = await rig.SendAsync(await rig.AddPersonAsync());
        await (await Stage.NextAsync()).FinishAsync();

        var reply = await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Error);
        Assert.Equal(ReplyError.Unreachable, reply.Error);
        Assert.Contains("empty", reply.ErrorText);
    }

    [Fact]
    public async Task AContentFilterIsARefusalThatKeepsTheText()
    {
        await using var rig = await StartAsync();
        var sent = await rig.SendAsync(await rig.AddPersonAsync());
        await (await Stage.NextAsync()).FinishAsync("Well,", reason: "content_filter");

        Assert.Equal(ReplyError.Refused, (await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Error)).Error);
        Assert.Equal("Well,", await rig.TextAsync(sent.ReplyId));
    }

    [Fact]
    public async Task AnEndlessAnswerEndsAtTheMostCharactersAndNoHalfOne()
    {
        await using var rig = await StartAsync(("Replies:MaxCharacters", "1000"));
        var sent = await rig.SendAsync(await rig.AddPersonAsync());
        var call = await Stage.NextAsync();
        await call.SayAsync(new string('x', 999));
        await call.SayAsync("\ud83d\ude00 and more");

        Assert.Equal(ReplyError.TooLong, (await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Error)).Error);
        Assert.Equal(new('x', 999), await rig.TextAsync(sent.ReplyId));
        await call.Closed;
    }

    [Fact]
    public async Task AnAnswerOfMoreTokensThanAllowedIsTooLong()
    {
        await using var rig = await StartAsync(("Replies:MaxTokens", "100"));
        var sent = await rig.SendAsync(await rig.AddPersonAsync());
        var call = await Stage.NextAsync();
        for (var i = 0; i < 102 && !call.IsClosed; i++)
            await call.SayAsync("a ");

        Assert.Equal(ReplyError.TooLong, (await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Error)).Error);
        Assert.Equal(string.Concat(Enumerable.Repeat("a ", 100)), await rig.TextAsync(sent.ReplyId));
        await call.Closed;
    }

    [Fact]
    public async Task OnePersonsBrokenServerIsNoticedByNobodyElse()
    {
        await using var other = await Stage.OpenAsync();
        await using var rig = await StartAsync(("Models:Endpoints:1:Name", "other"), ("Models:Endpoints:1:Url", other.Url.ToString()), ("Models:Endpoints:1:Models", "gamma"));
        await rig.SendAsync(await rig.AddPersonAsync());
        await Stage.NextAsync();

        var sent = await rig.SendAsync(await rig.AddPersonAsync(), model: "other/gamma");
        await (await other.NextAsync()).FinishAsync("fine");

        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Complete);
    }

    [Fact]
    public async Task ALockedPersonsWaitingReplyIsNotSent()
    {
        await using var rig = await StartAsync();
        var person = await rig.AddPersonAsync();
        Outcome.Accepted sent;
        await using (await rig.HoldAsync())
        {
            sent = await rig.SendAsync(person);
            await using var db = await rig.OpenAsync();
            var row = (await db.Users.FindAsync([person], Ct))!;
            row.LockoutEnd = DateTimeOffset.MaxValue;
            await db.SaveChangesAsync(Ct);
        }

        Assert.Equal(ReplyError.Refused, (await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Error)).Error);
        Assert.Equal(0, Stage.Count);
    }

    private static Microsoft.AspNetCore.Http.RequestDelegate Refusing(int status, string retryAfter) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = retryAfter;
        return Task.CompletedTask;
    };
}
