extern alias product;

using ChatApp.E2E.Infrastructure;
using product::ChatApp.Data;

namespace ChatApp.E2E.Faults;

/// <summary>Two processes share a database and answer side by side, while their savers write as often as they may.</summary>
[EveryDatabase]
public sealed class TwoProcessTests(TestRun run)
{
    private const int Replies = 200;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Journey]
    public async Task EveryStoredTextIsWhatTheModelSentOnceAndWhole()
    {
        var ledger = new Ledger();
        (string, string)[] settings = [("Replies__SaveInterval", "00:00:00.050"), ("Replies__MaxRunningPerPerson", "100")];
        await using var world = await FaultWorld.StartAsync(run.Published, slots: 24, Ct, settings);
        await using var other = await AppProcess.StartAsync(run.Published, new Dictionary<string, string>(world.World.Database.Settings)
        {
            ["Storage__Path"] = world.App.DataFolder,
            ["Replies__SaveInterval"] = "00:00:00.050",
            ["Replies__MaxRunningPerPerson"] = "100",
            ["Models__Endpoints__0__Name"] = World.NameOf(0),
            ["Models__Endpoints__0__Url"] = world.Model.Url,
            ["Models__Endpoints__0__Slots"] = "24",
        }, Ct);
        using var here = await Sender.RegisterAsync(world.App.Address, ledger, Ct);
        using var there = await Sender.RegisterAsync(other.Address, ledger, Ct);

        // Ends fall into saves at every distance: replies of 20 to 59 words, at 40 words a second.
        var said = new List<Said>();
        for (var i = 0; i < Replies; i++)
            said.Add(await (i % 2 == 0 ? here : there).SendAsync($"reply{i:000} kind=counted tokens={20 + (i * 7 % 40)} rate=40", null, Ct));
        await world.SettledAsync(Ct);

        var owners = new HashSet<Guid?>();
        for (var i = 0; i < Replies; i++)
        {
            var reply = await world.Rows.ReplyAsync(said[i].ReplyId, Ct);
            owners.Add(reply.Owner);
            Assert.Equal((ReplyStatus.Complete, 1), (reply.Status, reply.Attempt));
            Assert.Equal(Counted(20 + (i * 7 % 40)), await world.Rows.TextAsync(said[i].ReplyId, Ct));
        }
        Assert.Equal(2, owners.Count);
        var verdict = await world.CheckAsync(ledger, Ct);
        Assert.True(verdict.IsClean, verdict.ToString());
    }

    private static string Counted(int words) => string.Join(' ', Enumerable.Range(1, words).Select(word => $"1w{word}"));
}
