using System.Diagnostics;
using System.Net.Http.Json;
using ChatApp.Admin;
using ChatApp.Admin.Endpoints;
using ChatApp.Admin.Switchboard;
using ChatApp.Admin.Waiting;
using ChatApp.Data;
using ChatApp.E2E.Infrastructure;
using ChatApp.LanguageModels;
using ChatApp.Replies;
using ChatApp.Tests.Data;
using ChatApp.Tests.Replies;
using ChatApp.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatApp.Tests.Admin;

/// <summary>
/// A random life of two endpoints while the dashboard stands open in a browser: after every step each figure on it is what rows and model servers say, within a second, and the page is
/// never loaded again. Twice in it a second process on the same data is killed in the middle of its replies, and started again.
/// </summary>
[EveryDatabase]
[Collection(BrowserTests.Name)]
public sealed class AccuracyTests(Chromium chromium) : IAsyncLifetime
{
    private const int Steps = 75;
    private const int Most = 200;
    private static readonly HashSet<string> Wanted = ["send", "begin", "finish", "fail", "cut", "stop", "retry", "pause", "slots", "front", "cancel", "drain", "kill -9"];
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, Stage> stages = [];
    private readonly Dictionary<string, int> slots = new() { ["one"] = 1, ["two"] = 4, ["guide"] = 8 };
    private readonly List<(string Endpoint, ModelCall Call, bool Spoken)> open = [];
    private readonly Random random = new(20261124);
    private readonly HashSet<string> did = [];
    private readonly Dictionary<string, string?> settings = new() { ["Replies:MaxRunningPerPerson"] = "3", ["Models:Default"] = "one/alpha" };
    private TestApp app = null!;
    private AppRun? neighbour;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        foreach (var (name, number) in new[] { ("one", 0), ("two", 1) })
        {
            stages[name] = await Stage.OpenAsync();
            settings[$"Models:Endpoints:{number}:Name"] = name;
            settings[$"Models:Endpoints:{number}:Url"] = stages[name].Url.ToString();
            settings[$"Models:Endpoints:{number}:Slots"] = $"{slots[name]}";
            settings[$"Models:Endpoints:{number}:Models"] = "alpha";
        }
        app = TestApp.Start(settings);
    }

    [Fact]
    public async Task EveryFigureOnTheOpenPageIsWhatRowsAndModelServersSayAfterEachStep()
    {
        var admin = await app.NewPersonAsync();
        await using var desk = await Desk.OpenAsync(app, admin.Id);
        await using var page = await OpenDashboard.OpenAsync(chromium.Browser, app, admin.Email);
        var people = new List<Guid>();
        for (var i = 0; i < 4; i++)
            people.Add((await app.NewPersonAsync()).Id);

        for (var step = 0; step < Steps || (step < Most && !Wanted.IsSubsetOf(did)); step++)
        {
            var act = await StepAsync(desk, people);
            did.Add(act);
            await SettleAsync();
            await AgreesAsync(page, $"step {step}, {act}");
            if (step is Steps / 3 or Steps * 2 / 3)
                await KillNeighbourAsync(desk, page);
        }

        Assert.Superset(Wanted, did);
    }

    private async Task<string> StepAsync(Desk desk, List<Guid> people)
    {
        var endpoint = random.Next(2) == 0 ? "one" : "two";
        var (commands, line) = (app.Services.GetRequiredService<ReplyCommands>(), desk.Services.GetRequiredService<LineActions>());
        var rows = await Watched.RowsAsync(app);
        List<Reply> unfinished = [.. rows.Where(row => row.Kind is ReplyKind.Answer && row.Status <= ReplyStatus.Streaming)];
        switch (random.Next(17))
        {
            case 0 or 1 when open.Find(one => !one.Spoken) is { Call: not null } fresh:
                await fresh.Call.SayAsync("some words ");
                open[open.IndexOf(fresh)] = fresh with { Spoken = true };
                return "begin";
            case 2 or 3 or 4 when open.Count > 0:
                var done = Take();
                await done.Call.FinishAsync("the end");
                return "finish";
            case 5 when open.Find(one => !one.Spoken) is { Call: not null } refused:
                open.Remove(refused);
                refused.Call.Refuse(400);
                return "fail";
            case 6 when open.Find(one => one.Spoken) is { Call: not null } cut:
                open.Remove(cut);
                cut.Call.Cut();
                return "cut";
            case 7 when unfinished.Count > 0:
                var stopped = unfinished[random.Next(unfinished.Count)];
                await commands.StopAsync(stopped.UserId, stopped.Id, Ct);
                return "stop";
            case 8 when rows.Find(row => row.Status is ReplyStatus.Error && row.FirstTokenAt is null) is { } failed:
                await commands.RetryAsync(failed.UserId, failed.Id, Ct);
                return "retry";
            case 9:
                var endpoints = desk.Services.GetRequiredService<EndpointActions>();
                if (await endpoints.PauseAsync(endpoint, true, Ct) is Deed.Nothing)
                    await endpoints.PauseAsync(endpoint, false, Ct);
                return "pause";
            case 10:
                await desk.Services.GetRequiredService<EndpointActions>().SetSlotsAsync(endpoint, slots[endpoint] = random.Next(1, 5), Ct);
                return "slots";
            case 11 when unfinished.Count > 0:
                await line.CancelAsync(unfinished[random.Next(unfinished.Count)].Id, Ct);
                return "cancel";
            case 12 when unfinished.Find(row => row.Status is ReplyStatus.Queued) is { } waiting:
                await line.MoveToFrontAsync(waiting.Id, Ct);
                return "front";
            case 13:
                var switches = desk.Services.GetRequiredService<SwitchActions>();
                if (await switches.DrainAsync(true, Ct) is Deed.Nothing || random.Next(3) > 0)
                    await switches.DrainAsync(false, Ct);
                return "drain";
            default:
                var person = people[random.Next(people.Count)];
                Assert.IsType<Outcome.Accepted>(await commands.SendAsync(person, new(Guid.NewGuid(), "words", Model: new ModelChoice(endpoint, "alpha")), Ct));
                return "send";
        }
    }

    /// <summary>Two replies of the other process, one with words and one without, lose it by kill -9.</summary>
    private async Task KillNeighbourAsync(Desk desk, OpenDashboard page)
    {
        neighbour ??= await StartNeighbourAsync();
        var endpoints = desk.Services.GetRequiredService<EndpointActions>();
        await desk.Services.GetRequiredService<SwitchActions>().DrainAsync(false, Ct);
        await endpoints.PauseAsync("two", false, Ct);
        await endpoints.SetSlotsAsync("two", slots["two"] = 16, Ct);
        foreach (var reply in (await Watched.RowsAsync(app)).Where(row => row.Endpoint == "two" && !row.Status.IsFinal()))
            await app.Services.GetRequiredService<ReplyCommands>().StopAsync(reply.UserId, reply.Id, Ct);
        await SettleAsync();
        var boots = await app.QueryAsync(db => db.Nodes.Select(node => node.Boot).ToListAsync(Ct));
        var other = Assert.Single(boots, boot => boot != app.Services.GetRequiredService<NodeIdentity>().Boot);
        var its = new Dictionary<Guid, string>();
        for (var sent = 0; its.Count < 2; sent++)
        {
            Assert.True(sent < 60, "This process takes everything before the other one does.");
            var (person, text) = (await app.NewPersonAsync(), $"words for the other {Guid.NewGuid()}");
            using var answer = await person.Client.PostAsJsonAsync(new Uri(neighbour.Address, "/api/chat/message"), new { clientMessageId = Guid.NewGuid(), text, model = "two/alpha" }, Ct);
            var id = Guid.Parse((await answer.Content.ReadFromJsonAsync<ReplyApi.Sent>(Ct))!.ReplyId);
            await SettleAsync();
            var row = (await Watched.RowsAsync(app)).Single(row => row.Id == id);
            if (row.Status is ReplyStatus.Processing && row.Owner == other)
                its.Add(id, text);
            else
                await app.Services.GetRequiredService<ReplyCommands>().StopAsync(row.UserId, id, Ct);
        }
        await AgreesAsync(page, "two replies sent to the other process");
        await open.Find(one => one.Call.Prompt.Contains(its.Values.First(), StringComparison.Ordinal)).Call.SayAsync("some words ");
        await UntilAsync(async () => (await ReadAsync()).Exists(row => row.Status is ReplyStatus.Streaming));
        await AgreesAsync(page, "the first token in the other process");

        neighbour.Kill();
        await neighbour.EndAsync();
        await AgreesAsync(page, "the kill");
        neighbour = await StartNeighbourAsync();
        await SettleAsync();
        await AgreesAsync(page, "the new start");
        Assert.Equal([(ReplyStatus.Processing, 1), (ReplyStatus.Error, 0)], (await ReadAsync()).Select(row => (row.Status, row.Recoveries)).Order());
        did.Add("kill -9");

        async Task<List<Reply>> ReadAsync() => (await Watched.RowsAsync(app)).FindAll(row => its.ContainsKey(row.Id));
    }

    private async Task<AppRun> StartNeighbourAsync()
    {
        var run = AppRun.Start(app.Folder, [.. settings.Select(setting => (setting.Key, setting.Value!)), ("Node:Name", "neighbour"), ("Logging:LogLevel:Default", "None")]);
        await run.WaitUntilLiveAsync();
        return run;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var since = Stopwatch.StartNew();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(40));
        while (!await holds() && await tick.WaitForNextTickAsync(Ct))
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(20), "It did not come about.");
    }

    private (string Endpoint, ModelCall Call, bool Spoken) Take()
    {
        var call = open[random.Next(open.Count)];
        open.Remove(call);
        return call;
    }

    /// <summary>Until the model servers hold exactly as many calls as rows run, twice in a row: the facts do not move any more.</summary>
    private async Task SettleAsync()
    {
        var since = Stopwatch.StartNew();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(40));
        var before = "";
        while (await tick.WaitForNextTickAsync(Ct))
        {
            foreach (var (name, stage) in stages)
                while (stage.HasNext)
                    open.Add((name, await stage.NextAsync(), false));
            open.RemoveAll(one => one.Call.IsClosed);
            var rows = await Watched.RowsAsync(app);
            var now = string.Join(' ', rows.Select(row => $"{row.Sequence}{row.Status}{row.Attempt}"));
            var held = stages.Keys.All(name => rows.Count(row => row.Kind is ReplyKind.Answer && row.Endpoint == name && row.Status.IsRunning()) == open.Count(one => one.Endpoint == name));
            if (held && now == before && rows.TrueForAll(row => row.Kind is ReplyKind.Answer || row.Status.IsFinal() || row.Status is ReplyStatus.Queued))
                return;
            before = now;
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(20), $"The facts did not settle: {now}, {open.Count} calls");
        }
    }

    private async Task AgreesAsync(OpenDashboard page, string after)
    {
        var since = Stopwatch.StartNew();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        IReadOnlyList<string> differences;
        do
        {
            await tick.WaitForNextTickAsync(Ct);
            var within = since.Elapsed;
            var rows = await Watched.RowsAsync(app);
            var shown = await page.ReadAsync();
            var now = DateTime.UtcNow;
            differences = [.. Watched.Differences(shown, Watched.Count(rows, slots, now)), .. Watched.WaitDifferences(shown, rows, slots.Keys, now)];
            if (differences.Count == 0)
                return;
            Assert.True(within < Bound, $"After {after} the page still differs:\n{string.Join('\n', differences)}");
        }
        while (true);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, call, _) in open)
            call.Leave();
        neighbour?.Dispose();
        await app.DisposeAsync();
        foreach (var stage in stages.Values)
            await stage.DisposeAsync();
    }
}
