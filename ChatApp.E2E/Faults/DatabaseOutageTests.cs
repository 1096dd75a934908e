extern alias product;

using System.Net;
using System.Net.Http.Json;
using ChatApp.E2E.Infrastructure;
using product::ChatApp.Data;

namespace ChatApp.E2E.Faults;

/// <summary>The database goes away under replies in every state, for longer than any request tries, and comes back.</summary>
[EveryDatabase]
public sealed class DatabaseOutageTests(TestRun run)
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(15);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Journey]
    public async Task NoReplyIsInterruptedAndWhatWaitsStartsByItself()
    {
        var ledger = new Ledger();
        await using var world = await FaultWorld.StartAloneAsync(run.Published, slots: 2, Ct);
        using var user = await Sender.RegisterAsync(world.App.Address, ledger, Ct);
        var streaming = await user.SendAsync("streaming kind=counted tokens=300 rate=20 gate=half@10", null, Ct);
        var silent = await user.SendAsync("silent kind=counted tokens=9 gate=silence@0", null, Ct);
        var waiting = await user.SendAsync("waiting kind=counted tokens=7", null, Ct);
        await world.Rows.ReachesAsync(streaming.ReplyId, ReplyStatus.Streaming, Ct);
        await world.ReachedAsync("half", Ct);
        await world.ReachedAsync("silence", Ct);

        var since = TimeProvider.System.GetTimestamp();
        await world.World.Database.TakeAwayAsync(Ct);
        await world.Model.OpenGateAsync("half", Ct);
        await world.Model.OpenGateAsync("silence", Ct);
        var (id, text) = (Guid.NewGuid(), "meanwhile kind=counted tokens=4");
        using (var body = JsonContent.Create(new { clientMessageId = id, text }))
        using (var refused = await user.Person.Api.PostAsync(new Uri("api/chat/message", UriKind.Relative), body, Ct))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.True(refused.Headers.Contains("Retry-After"));
            Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        }
        await Poll.UntilAsync("the outage to pass", Outage * 2, () => Task.FromResult(TimeProvider.System.GetElapsedTime(since) > Outage), Ct);
        await world.World.Database.BringBackAsync(Ct);

        var back = TimeProvider.System.GetTimestamp();
        await user.SendAsync(text, null, Ct, clientId: id);
        foreach (var said in new[] { silent, waiting, streaming })
        {
            var reply = await world.Rows.ReachesAsync(said.ReplyId, ReplyStatus.Complete, Ct);
            Assert.Equal(1, reply.Attempt);
        }
        await world.SettledAsync(Ct);
        TestContext.Current.TestOutputHelper?.WriteLine($"all ended {TimeProvider.System.GetElapsedTime(back).TotalSeconds:0.0} s after it was back");
        var verdict = await world.CheckAsync(ledger, Ct);
        Assert.True(verdict.IsClean, verdict.ToString());
    }
}
