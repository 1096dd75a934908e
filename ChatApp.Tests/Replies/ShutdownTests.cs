using System.Diagnostics;
using ChatApp.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace ChatApp.Tests.Replies;

[EveryDatabase]
public sealed class ShutdownTests : StagedTests
{
    [Fact]
    public async Task ARunningReplyMayFinishAndNothingNewStarts()
    {
        await using var rig = await StartAsync();
        var person = await rig.AddPersonAsync();
        var running = await rig.SendAsync(person, "runs");
        var call = await Stage.NextAsync();
        var waiting = await rig.SendAsync(person, "waits");

        var stopping = rig.StopAsync();
        await call.FinishAsync("just in time");
        await stopping;

        Assert.Equal(ReplyStatus.Complete, (await rig.ReadAsync(running.ReplyId)).Status);
        Assert.Equal("just in time", await rig.TextAsync(running.ReplyId));
        Assert.Equal(ReplyStatus.Queued, (await rig.ReadAsync(waiting.ReplyId)).Status);
        Assert.Equal(1, Stage.Count);
        await using var db = await rig.OpenAsync();
        Assert.Equal(0, await db.Nodes.CountAsync(Ct));
        Assert.Empty(rig.Errors);
    }

    [Fact]
    public async Task WhatDoesNotFinishInTimeIsQueuedAgainOrInterruptedAndTheNextStartGoesOn()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var rig = await ReplyRig.StartAsync(Stage, time, settings: [("Models:Endpoints:0:Slots", "2")]);
        var person = await rig.AddPersonAsync();
        var streaming = await rig.SendAsync(person, "streams");
        var call = await Stage.NextAsync();
        await call.SayAsync("so far");
        await rig.ReachesAsync(streaming.ReplyId, ReplyStatus.Streaming);
        var thinking = await rig.SendAsync(person, "thinks");
        await Stage.NextAsync();

        var since = Stopwatch.StartNew();
        await rig.StopAsync();

        Assert.True(since.Elapsed < TimeSpan.FromSeconds(15), $"{since.Elapsed}");
        Assert.Equal(ReplyError.Interrupted, (await rig.ReadAsync(streaming.ReplyId)).Error);
        Assert.Equal("so far", await rig.TextAsync(streaming.ReplyId));
        Assert.Equal(ReplyStatus.Queued, (await rig.ReadAsync(thinking.ReplyId)).Status);

        await using var next = await ReplyRig.StartAsync(Stage, time: null, rig.Folder, node: "next");
        var again = await Stage.NextAsync();
        Assert.Contains("thinks", again.Prompt);
        await again.FinishAsync("thought");
        await next.ReachesAsync(thinking.ReplyId, ReplyStatus.Complete);
    }
}
