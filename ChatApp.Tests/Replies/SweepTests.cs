using ChatApp.Data;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Tests.Replies;

[EveryDatabase]
public sealed class SweepTests : StagedTests
{
    [Fact]
    public async Task AReplyWhoseEndpointLeftTheSettingsEndsAsUnreachable()
    {
        await using var rig = await ReplyRig.StartAsync(Stage, time: null, prepare: async rig =>
        {
            var person = await rig.AddPersonAsync();
            await rig.SendAsync(person);
            await using var db = await rig.OpenAsync();
            await db.Replies.ExecuteUpdateAsync(reply => reply.SetProperty(row => row.Endpoint, "gone"), Ct);
        });

        await rig.UntilAsync(async db => await db.Replies.AnyAsync(reply => reply.Status == ReplyStatus.Error && reply.Error == ReplyError.Unreachable, Ct));
    }

    [Fact]
    public async Task ATicketDeletedOrRepeatedInTheJobEngineChangesNothing()
    {
        await using var rig = await StartAsync();
        var person = await rig.AddPersonAsync();
        var sent = await rig.SendAsync(person);
        var call = await Stage.NextAsync();
        var jobs = rig.Get<IBackgroundJobClient>();
        var ticket = Assert.Single(rig.Get<JobStorage>().GetMonitoringApi().ProcessingJobs(0, 10)).Key;

        Assert.True(jobs.Delete(ticket));
        await call.SayAsync("still ");
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Streaming);
        Assert.True(jobs.Requeue(ticket));
        await call.FinishAsync("here");

        Assert.Equal(1, (await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Complete)).Attempt);
        Assert.Equal("still here", await rig.TextAsync(sent.ReplyId));

        // One more answer shows that the repeated ticket took nothing that was not there.
        var next = await rig.SendAsync(person, "next");
        await (await Stage.NextAsync()).FinishAsync("fine");
        await rig.ReachesAsync(next.ReplyId, ReplyStatus.Complete);
        Assert.Equal(2, Stage.Count);
    }
}
