using ChatApp.Data;
using ChatApp.LanguageModels;
using ChatApp.Replies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace ChatApp.Tests.Replies;

/// <summary>The deadline in line, swept by hand on a clock that only the test moves.</summary>
[EveryDatabase]
public sealed class DeadlineTests : StagedTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(15);
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ADeadlineInLineStandsStillWhileTheEndpointIsPausedTheLineDrainedOrChatAppDown(bool draining)
    {
        await using var rig = await ReplyRig.StartAsync(Stage, time, settings: [("Replies:QueueDeadline", "00:01:00")]);
        var person = await rig.AddPersonAsync();
        await rig.UntilAsync(async db => await db.Endpoints.AnyAsync(row => row.Name == "lab", Ct));

        // The host's own sweep is gone with it; these are the only looks from here on.
        await rig.StopAsync();
        var sweep = NewSweep(rig);
        await sweep.TickAsync(Ct);
        var sent = await rig.SendAsync(person);
        await sweep.TickAsync(Ct);

        await SweepAsync(sweep, 3);
        await HoldAsync(true);
        await SweepAsync(sweep, 10);
        await HoldAsync(false);
        Assert.Equal(ReplyStatus.Queued, (await rig.ReadAsync(sent.ReplyId)).Status);

        // A process that was down has seen no time pass.
        sweep = NewSweep(rig);
        time.Advance(TimeSpan.FromHours(5));
        await sweep.TickAsync(Ct);
        await SweepAsync(sweep, 1);
        Assert.Equal(ReplyStatus.Queued, (await rig.ReadAsync(sent.ReplyId)).Status);

        await SweepAsync(sweep, 1);
        var ended = await rig.ReadAsync(sent.ReplyId);
        Assert.Equal((ReplyStatus.Error, ReplyError.QueueTimeout), (ended.Status, ended.Error));

        async Task HoldAsync(bool held)
        {
            if (!draining)
            {
                await rig.PauseAsync(held);
                return;
            }
            await using var db = await rig.OpenAsync();
            await db.Switches.ExecuteUpdateAsync(row => row.SetProperty(it => it.Draining, held), Ct);
        }
    }

    private async Task SweepAsync(Sweep sweep, int count)
    {
        for (var i = 0; i < count; i++)
        {
            time.Advance(Step);
            await sweep.TickAsync(Ct);
        }
    }

    private Sweep NewSweep(ReplyRig rig) => new(
        rig.Get<IDbContextFactory<ChatDbContext>>(), rig.Get<ModelCatalog>(), rig.Get<RunningReplies>(), rig.Get<NodeIdentity>(), rig.Get<Recovery>(), new(time),
        rig.Get<PersonChanges>(), rig.Get<Wake>(), rig.Get<Microsoft.Extensions.Options.IOptions<RepliesOptions>>(), time, Microsoft.Extensions.Logging.Abstractions.NullLogger<Sweep>.Instance);
}
