using ChatApp.Data;
using ChatApp.Replies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace ChatApp.Tests.Replies;

/// <summary>What a model thinks aloud stands apart from what it answers.</summary>
[EveryDatabase]
public sealed class ThoughtsTests : StagedTests
{
    [Fact]
    public async Task ThoughtsAreSavedApartAsTheyComeAndNotSentBack()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var rig = await ReplyRig.StartAsync(Stage, time);
        var person = await rig.AddPersonAsync();
        var sent = await rig.SendAsync(person, "first");
        var call = await Stage.NextAsync();
        await call.SendEventAsync(Thought("Let me "));
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Streaming);
        Assert.Equal("Let me ", await ThoughtsAsync(rig, sent.ReplyId));

        await call.SendEventAsync(Thought("see."));
        Assert.True(await rig.Get<LiveReplies>().FindThoughts(sent.ReplyId)!.ChangedAsync("Let me ".Length, Ct));
        time.Advance(TimeSpan.FromSeconds(1));
        await rig.UntilAsync(async () => await ThoughtsAsync(rig, sent.ReplyId) == "Let me see.");
        await call.SayAsync("Yes");
        await call.SendEventAsync(Thought(" Done."));
        await call.FinishAsync(".");
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Complete);

        Assert.Equal(("Yes.", "Let me see. Done."), (await rig.TextAsync(sent.ReplyId), await ThoughtsAsync(rig, sent.ReplyId)));
        Assert.Equal("Let me see. Done.", await rig.Get<ReplyThoughtsReader>().ReadAsync(person, sent.ReplyId, Ct));
        Assert.Null(await rig.Get<ReplyThoughtsReader>().ReadAsync(await rig.AddPersonAsync(), sent.ReplyId, Ct));

        await rig.SendAsync(person, "second", sent.ConversationId);
        var next = await Stage.NextAsync();
        Assert.Contains("Yes.", next.Prompt);
        Assert.DoesNotContain("Let me see", next.Prompt);
        await next.FinishAsync("ok");
    }

    [Fact]
    public async Task AReplyThatHasThoughtIsNotAskedAgainUnaskedAndARetryThinksAnew()
    {
        await using var rig = await StartAsync();
        var person = await rig.AddPersonAsync();
        var sent = await rig.SendAsync(person);
        var call = await Stage.NextAsync();
        await call.SendEventAsync(Thought("Half a thought"));
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Streaming);
        call.Cut();

        Assert.Equal(ReplyError.Interrupted, (await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Error)).Error);
        Assert.Equal((1, "Half a thought"), (Stage.Count, await ThoughtsAsync(rig, sent.ReplyId)));

        Assert.IsType<Outcome.Accepted>(await rig.Commands.RetryAsync(person, sent.ReplyId, Ct));
        var again = await Stage.NextAsync();
        Assert.Null(await ThoughtsAsync(rig, sent.ReplyId));
        await again.SendEventAsync(Thought("A whole one"));
        await again.FinishAsync("so");
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Complete);
        Assert.Equal("A whole one", await ThoughtsAsync(rig, sent.ReplyId));
    }

    [Fact]
    public async Task AModelThatOnlyThinksUntilItsLengthIsUsedUpSaysSo()
    {
        await using var rig = await StartAsync();
        var sent = await rig.SendAsync(await rig.AddPersonAsync());
        var call = await Stage.NextAsync();
        await call.SendEventAsync(Thought("and on and on"));
        await call.FinishAsync(reason: "length");

        var reply = await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Error);
        Assert.Equal((ReplyError.TooLong, "The model used up its length by thinking and wrote no answer."), (reply.Error, reply.ErrorText));
    }

    [Fact]
    public async Task ThinkingForEverEndsAtTheMostCharactersToo()
    {
        await using var rig = await StartAsync(("Replies:MaxCharacters", "1000"));
        var sent = await rig.SendAsync(await rig.AddPersonAsync());
        var call = await Stage.NextAsync();
        await call.SendEventAsync(Thought(new('x', 2_000)));

        Assert.Equal(ReplyError.TooLong, (await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Error)).Error);
        Assert.Equal(1_000, (await ThoughtsAsync(rig, sent.ReplyId))!.Length);
        await call.Closed;
    }

    private static string Thought(string text) => $$"""{"choices":[{"index":0,"delta":{"reasoning_content":"{{text}}"},"finish_reason":null}]}""";

    private static async Task<string?> ThoughtsAsync(ReplyRig rig, Guid replyId)
    {
        await using var db = await rig.OpenAsync();
        return await db.Thoughts.Where(thoughts => thoughts.ReplyId == replyId).Select(thoughts => thoughts.Text).SingleOrDefaultAsync(Ct);
    }
}
