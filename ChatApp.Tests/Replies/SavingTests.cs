using ChatApp.Data;
using ChatApp.Replies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace ChatApp.Tests.Replies;

[EveryDatabase]
public sealed class SavingTests : StagedTests
{
    [Fact]
    public async Task TheTextSoFarIsOnDiskASecondLater()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var rig = await ReplyRig.StartAsync(Stage, time);
        var sent = await rig.SendAsync(await rig.AddPersonAsync());
        var call = await Stage.NextAsync();
        await call.SayAsync("one");
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Streaming);
        Assert.Equal("one", await rig.TextAsync(sent.ReplyId));

        foreach (var (tail, whole) in new[] { (" two", "one two"), (" \ud83d\ude00", "one two \ud83d\ude00"), (" 'four'", "one two \ud83d\ude00 'four'") })
        {
            await call.SayAsync(tail);
            await rig.Get<LiveReplies>().Find(sent.ReplyId)!.ChangedAsync(whole.Length - tail.Length, Ct);
            time.Advance(TimeSpan.FromSeconds(1));
            await rig.UntilAsync(async () => await rig.TextAsync(sent.ReplyId) == whole);
        }
        await call.FinishAsync(" end");
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Complete);
        Assert.Equal("one two \ud83d\ude00 'four' end", await rig.TextAsync(sent.ReplyId));
    }

    [Fact]
    public async Task WhatNoDatabaseCanKeepIsTheSameOnTheScreenAndOnDisk()
    {
        await using var rig = await StartAsync();
        var sent = await rig.SendAsync(await rig.AddPersonAsync());
        var call = await Stage.NextAsync();
        await call.SayAsync("\0one");
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Streaming);
        Assert.Equal("\uFFFDone", rig.Get<LiveReplies>().Find(sent.ReplyId)!.ReadFrom(0));

        await call.FinishAsync(" two\0");
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Complete);
        Assert.Equal("\uFFFDone two\uFFFD", await rig.TextAsync(sent.ReplyId));
    }

    [Fact]
    public async Task ASaveWhoseAnswerWasLostIsNotRepeatedInTheText()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var network = new LostAnswers();
        await using var rig = await ReplyRig.StartAsync(Stage, time, more: network.Add);
        var sent = await rig.SendAsync(await rig.AddPersonAsync());
        var call = await Stage.NextAsync();
        await call.SayAsync("one");
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Streaming);

        await GrowAsync(rig, call, sent.ReplyId, " two");
        network.LoseNext();
        time.Advance(TimeSpan.FromSeconds(1));
        await rig.UntilAsync(async () => network.HasLost && await rig.TextAsync(sent.ReplyId) == "one two");

        await GrowAsync(rig, call, sent.ReplyId, " three");
        time.Advance(TimeSpan.FromSeconds(1));
        await rig.UntilAsync(async () => await rig.TextAsync(sent.ReplyId) == "one two three");
        await call.FinishAsync();
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Complete);
        Assert.Equal("one two three", await rig.TextAsync(sent.ReplyId));
    }

    [Fact]
    public async Task ALostClaimEndsTheCallAndWritesNothingMore()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var rig = await ReplyRig.StartAsync(Stage, time);
        var sent = await rig.SendAsync(await rig.AddPersonAsync());
        var call = await Stage.NextAsync();
        await call.SayAsync("mine");
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Streaming);
        await using (var db = await rig.OpenAsync())
            await db.Replies.ExecuteUpdateAsync(reply => reply.SetProperty(row => row.Attempt, row => row.Attempt + 1), Ct);
        var text = rig.Get<LiveReplies>().Find(sent.ReplyId)!;
        await call.SayAsync(" no more");
        await text.ChangedAsync("mine".Length, Ct);

        time.Advance(TimeSpan.FromSeconds(1));

        await call.Closed;
        Assert.False(await text.ChangedAsync("mine no more".Length, Ct));
        Assert.Equal("mine", await rig.TextAsync(sent.ReplyId));
    }

    [Fact]
    public async Task AStopThatCameInElsewhereIsHeard()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var rig = await ReplyRig.StartAsync(Stage, time);
        var sent = await rig.SendAsync(await rig.AddPersonAsync());
        var call = await Stage.NextAsync();
        await using (var db = await rig.OpenAsync())
            await db.Replies.ExecuteUpdateAsync(reply => reply.SetProperty(row => row.StopRequested, true), Ct);

        time.Advance(TimeSpan.FromSeconds(1));

        await call.Closed;
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Stopped);
    }

    private static async Task GrowAsync(ReplyRig rig, ModelCall call, Guid replyId, string tail)
    {
        var text = rig.Get<LiveReplies>().Find(replyId)!;
        var length = text.Length;
        await call.SayAsync(tail);
        await text.ChangedAsync(length, Ct);
    }
}
