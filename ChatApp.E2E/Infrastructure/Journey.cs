using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Infrastructure;

/// <summary>
/// The ground of every journey: opens browsers, and afterwards fails the journey on anything the browser complained about
/// that the journey did not say it would provoke. A failed journey leaves a trace and pictures in TestResults.
/// </summary>
public abstract class Journey(TestRun run) : IAsyncLifetime
{
    private readonly List<Visitor> visitors = [];
    private readonly List<string> provoked = [];
    private World? own;
    private IBrowser? keepingPages;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        SetDefaultExpectTimeout(20_000);
        return ValueTask.CompletedTask;
    }

    /// <summary>The app that journeys share.</summary>
    protected Task<World> SharedWorldAsync() => run.SharedWorldAsync(Ct);

    /// <summary>An app and a model server for this journey alone.</summary>
    protected async Task<World> OwnWorldAsync(int slots = 4, params (string Key, string Value)[] settings) =>
        own = await World.StartAsync(run.Published, slots, settings.ToDictionary(s => s.Key, s => s.Value), Ct);

    /// <summary>The same, on a database that may be taken away.</summary>
    protected async Task<World> WorldWithItsOwnDatabaseAsync()
    {
        var folder = Directory.CreateDirectory(run.Published.NewDataFolder()).FullName;
        var settings = new Dictionary<string, string> { ["Storage__Path"] = folder };
        return own = await World.StartAsync(run.Published, slots: 4, settings, Ct, database: await AppDatabase.NewAloneAsync(folder, Ct));
    }

    /// <summary>A browser of this journey's own, which keeps the pages one leaves for going back to them.</summary>
    protected async Task<IBrowser> BrowserKeepingPagesAsync() => keepingPages = await run.Chromium.LaunchKeepingPagesAsync();

    /// <summary>A fresh browser context with one page, nobody logged in.</summary>
    /// <param name="address">Another way to the app than straight.</param>
    /// <param name="browser">Another browser than the shared one.</param>
    protected async Task<Visitor> VisitorAsync(World world, Action<BrowserNewContextOptions>? adjust = null, Uri? address = null, IBrowser? browser = null)
    {
        var visitor = await Visitor.ComeAsync(browser ?? run.Chromium.Browser, address ?? world.App.Address, adjust);
        visitors.Add(visitor);
        return visitor;
    }

    /// <summary>A fresh browser context of a person who has just registered.</summary>
    protected async Task<Visitor> PersonAsync(World world, Action<BrowserNewContextOptions>? adjust = null, Uri? address = null)
    {
        var person = await VisitorAsync(world, adjust, address);
        await person.RegisterAsync();
        return person;
    }

    /// <summary>This journey makes the browser complain with these words, and that is right.</summary>
    protected void Provokes(string words) => provoked.Add(words);

    /// <summary>This journey takes the app away from an open page, of which a browser complains in many ways.</summary>
    protected void ProvokesALostServer()
    {
        Provokes("net::ERR_");
        Provokes("WebSocket");
        Provokes("Connection disconnected");
        Provokes("status of 503");
        Provokes("Failed to complete negotiation");
        Provokes("Failed to start the connection");
    }

    public async ValueTask DisposeAsync()
    {
        string[] complaints = [.. visitors.SelectMany(v => v.Complaints).Where(c => !provoked.Any(p => c.Contains(p, StringComparison.Ordinal)))];
        var failed = complaints.Length > 0 || TestContext.Current.TestState?.Result == TestResult.Failed;
        foreach (var (visitor, number) in visitors.Select((v, n) => (v, n)))
            await visitor.LeaveAsync(failed ? Path.Combine(Settings.TestResults, $"{TestContext.Current.TestMethod?.MethodName}-{number + 1}") : null);
        if (keepingPages is not null)
            await keepingPages.CloseAsync();
        if (own is not null)
        {
            if (failed)
                await File.WriteAllLinesAsync(Path.Combine(Settings.TestResults, $"{TestContext.Current.TestMethod?.MethodName}-app.log"), own.App.Process.Lines);
            await own.DisposeAsync();
        }
        GC.SuppressFinalize(this);
        Assert.True(complaints.Length == 0, "The browser complained:\n" + string.Join('\n', complaints));
    }
}
