using System.Diagnostics;
using Bunit;
using ChatApp.Admin;
using ChatApp.Admin.Endpoints;
using ChatApp.Admin.Switchboard;
using ChatApp.Admin.Waiting;
using ChatApp.Data;
using ChatApp.LanguageModels;
using ChatApp.Replies;
using ChatApp.Tests.Replies;
using ChatApp.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace ChatApp.Tests.Admin;

/// <summary>A random life of two endpoints while an admin's page is open: after every step each figure on it is what rows and model servers say, within a second.</summary>
public sealed class AccuracyTests : IAsyncLifetime
{
    private const int Steps = 80;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, Stage> stages = [];
    private readonly Dictionary<string, int> slots = new() { ["one"] = 1, ["two"] = 4, ["guide"] = 8 };
    private readonly List<(string Endpoint, ModelCall Call, bool Spoken)> open = [];
    private readonly Random random = new(20261124);
    private readonly HashSet<string> did = [];
    private TestApp app = null!;

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var settings = new Dictionary<string, string?> { ["Replies:MaxRunningPerPerson"] = "3", ["Models:Default"] = "one/alpha" };
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
        await using var desk = await Desk.OpenAsync(app, (await app.NewPersonAsync()).Id);
        await using var context = new BunitContext();
        context.Services.AddFallbackServiceProvider(desk.Services);
        context.Renderer.SetRendererInfo(new("Server", isInteractive: true));
        var page = context.Render<NowPage>();
        var people = new List<Guid>();
        for (var i = 0; i < 4; i++)
            people.Add((await app.NewPersonAsync()).Id);

        for (var step = 0; step < Steps; step++)
        {
            var act = await StepAsync(desk, people);
            did.Add(act);
            await SettleAsync();
            await AgreesAsync(page, $"step {step}, {act}");
        }

        Assert.Superset(new HashSet<string> { "send", "begin", "finish", "fail", "kill", "stop", "retry", "pause", "slots", "cancel", "drain" }, did);
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
                return "kill";
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

    private async Task AgreesAsync(IRenderedComponent<NowPage> page, string after)
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
            differences = [.. Watched.Differences(shown, Watched.Count(rows, slots, now)), .. WaitDifferences(shown, rows, now)];
            if (differences.Count == 0)
                return;
            Assert.True(within < Bound, $"After {after} the page still differs:\n{string.Join('\n', differences)}");
        }
        while (true);
    }

    // It grows while nobody does anything: the page may be a second behind.
    private static IEnumerable<string> WaitDifferences(Dictionary<(string Endpoint, string Metric), double> shown, List<Reply> rows, DateTime now)
    {
        var oldest = rows.Where(row => row.Kind is ReplyKind.Answer && row.Status is ReplyStatus.Queued).Select(row => (DateTime?)row.QueuedAt).Min();
        var (actual, page) = (oldest is { } since ? (now - since).TotalMilliseconds : 0, shown[("", "oldest-wait")]);
        if (oldest is null ? page != 0 : page > actual || page < actual - 1_500)
            yield return $"oldest-wait: page {page}, rows {actual}";
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, call, _) in open)
            call.Leave();
        await app.DisposeAsync();
        foreach (var stage in stages.Values)
            await stage.DisposeAsync();
    }
}
