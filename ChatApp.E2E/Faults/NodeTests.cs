extern alias product;

using ChatApp.E2E.Infrastructure;
using product::ChatApp.Data;

namespace ChatApp.E2E.Faults;

/// <summary>Processes that are suspended, taken over, and told to end.</summary>
[EveryDatabase]
public sealed class NodeTests(TestRun run)
{
    private static readonly TimeSpan TakenOverWithin = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan TwiceAsLongAsHeldDead = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Journey(Timeout = 200_000)]
    public async Task AProcessThatSleptWhileAnotherTookItsWorkWritesNothingWhenItWakes()
    {
        var ledger = new Ledger();
        await using var world = await FaultWorld.StartAsync(run.Published, slots: 8, Ct);
        using var person = await Sender.RegisterAsync(world.App.Address, ledger, Ct);
        var streaming = await person.SendAsync("streaming kind=counted tokens=9 gate=words@4", null, Ct);
        var thinking = await person.SendAsync("thinking kind=counted tokens=9 gate=none@0", null, Ct);
        await world.Rows.SavedAsync(streaming.ReplyId, "1w1 1w2 1w3 1w4", Ct);
        await world.ReachedAsync("none", Ct);
        await using var other = await AppProcess.StartAsync(run.Published, new Dictionary<string, string>(world.World.Database.Settings)
        {
            ["Storage__Path"] = world.App.DataFolder,
            ["Models__Endpoints__0__Name"] = "fake",
            ["Models__Endpoints__0__Url"] = world.Model.Url,
            ["Models__Endpoints__0__Slots"] = "8",
        }, Ct);

        var asleep = TimeProvider.System.GetTimestamp();
        await SuspendBetweenWritesAsync(world);
        await Poll.UntilAsync("the other process to take over", TakenOverWithin, async () => (await world.Rows.ReplyAsync(streaming.ReplyId, Ct)).Status is ReplyStatus.Error, Ct);
        TestContext.Current.TestOutputHelper?.WriteLine($"taken over after {TimeProvider.System.GetElapsedTime(asleep).TotalSeconds:0.0} s");
        await Poll.UntilAsync("the second call", TimeSpan.FromSeconds(20), async () => (await world.Model.CallsAsync("thinking", Ct)).Length == 2, Ct);
        await Poll.UntilAsync("sleeping twice as long as it takes to be held dead", TwiceAsLongAsHeldDead,
            () => Task.FromResult(TimeProvider.System.GetElapsedTime(asleep) > TwiceAsLongAsHeldDead), Ct);

        // The model now says everything to the sleeper too, and that wakes up with it.
        await world.Model.OpenGateAsync("words", Ct);
        await world.Model.OpenGateAsync("none", Ct);
        await world.Rows.ReachesAsync(thinking.ReplyId, ReplyStatus.Complete, Ct);
        world.App.Process.Resume();
        var later = await person.SendAsync("later kind=counted tokens=3", null, Ct);
        await world.Rows.ReachesAsync(later.ReplyId, ReplyStatus.Complete, Ct);
        await Poll.UntilAsync("both to be registered", TimeSpan.FromSeconds(20), async () => await world.Rows.NodesAsync(Ct) == 2, Ct);

        await world.SettledAsync(Ct);
        var verdict = await world.CheckAsync(ledger, Ct);
        Assert.True(verdict.IsClean, verdict.ToString());
        Assert.Equal((ReplyError.Interrupted, "1w1 1w2 1w3 1w4"), ((await world.Rows.ReplyAsync(streaming.ReplyId, Ct)).Error, await world.Rows.TextAsync(streaming.ReplyId, Ct)));
        Assert.StartsWith("2w1 ", await world.Rows.TextAsync(thinking.ReplyId, Ct), StringComparison.Ordinal);
    }

    [Journey]
    public async Task ToldToEndWithTwentyLiveRepliesItLosesNoneAndEndsInTime()
    {
        var ledger = new Ledger();
        await using var world = await FaultWorld.StartAsync(run.Published, slots: 20, Ct, ("Replies__MaxRunningPerPerson", "100"));
        using var person = await Sender.RegisterAsync(world.App.Address, ledger, Ct);
        var (streaming, thinking, waiting) = (new List<Said>(), new List<Said>(), new List<Said>());
        for (var i = 0; i < 15; i++)
            streaming.Add(await person.SendAsync($"streaming{i:00} kind=counted tokens=9 gate=words{(i < 5 ? "-soon" : "-late")}@2", null, Ct));
        for (var i = 0; i < 5; i++)
            thinking.Add(await person.SendAsync($"thinking{i} kind=counted tokens=9 gate=silence@0", null, Ct));
        await Poll.UntilAsync("twenty calls", TimeSpan.FromSeconds(30), async () => (await world.Model.CallsAsync("gate=", Ct)).Count(call => call.WaitingAt is not null) == 20, Ct);
        for (var i = 0; i < 3; i++)
            waiting.Add(await person.SendAsync($"waiting{i} kind=counted tokens=9", null, Ct));
        foreach (var said in streaming)
            await world.Rows.SavedAsync(said.ReplyId, "1w1 1w2", Ct);
        var streams = await Task.WhenAll(streaming.Concat(thinking).Select(said =>
            person.Person.Api.GetAsync(new Uri($"api/chat/message/{said.ReplyId}/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Ct)));

        var since = TimeProvider.System.GetTimestamp();
        world.App.Process.Terminate();
        // What ends within the grace ends as if nothing were.
        await world.Model.OpenGateAsync("words-soon", Ct);
        Assert.True(await world.App.Process.ExitedWithinAsync(TimeSpan.FromSeconds(20), Ct), "The app did not end within 20 s.");
        TestContext.Current.TestOutputHelper?.WriteLine($"ended after {TimeProvider.System.GetElapsedTime(since).TotalSeconds:0.0} s");

        Assert.Equal(0, world.App.Process.ExitCode);
        // Their readers saw an orderly end each.
        foreach (var stream in streams)
            Assert.Contains("event: status", await stream.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        await AreAsync(world, streaming.Take(5), ReplyStatus.Complete, null);
        await AreAsync(world, streaming.Skip(5), ReplyStatus.Error, ReplyError.Interrupted);
        await AreAsync(world, thinking.Concat(waiting), ReplyStatus.Queued, null);
        ledger.Stops = 1;
        Assert.Equal(20, (await world.Model.CallsAsync("kind=counted", Ct)).Length);

        await world.Model.OpenGateAsync("silence", Ct);
        await world.App.StartAsync(Ct);
        await world.SettledAsync(Ct);
        await AreAsync(world, thinking.Concat(waiting), ReplyStatus.Complete, null);
        var verdict = await world.CheckAsync(ledger, Ct);
        Assert.True(verdict.IsClean, verdict.ToString());
    }

    private static async Task AreAsync(FaultWorld world, IEnumerable<Said> said, ReplyStatus status, ReplyError? error)
    {
        foreach (var one in said)
        {
            var reply = await world.Rows.ReplyAsync(one.ReplyId, Ct);
            Assert.Equal((one.Text, status, error), (one.Text, reply.Status, reply.Error));
        }
    }

    // Suspended inside a transaction it would keep the file's one lock, and everybody waits, as they should.
    private static async Task SuspendBetweenWritesAsync(FaultWorld world)
    {
        for (var attempt = 0; attempt < 30; attempt++)
        {
            world.App.Process.Suspend();
            if (await world.Rows.TryLockAsync(TimeSpan.FromSeconds(1), Ct) is { } free)
            {
                await free.DisposeAsync();
                return;
            }
            world.App.Process.Resume();
        }
        throw new TimeoutException("It was always writing.");
    }
}
