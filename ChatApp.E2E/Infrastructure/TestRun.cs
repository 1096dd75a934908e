using ChatApp.E2E.Infrastructure;

[assembly: AssemblyFixture(typeof(TestRun))]

namespace ChatApp.E2E.Infrastructure;

/// <summary>What all journeys share: the published app, the browser, and one running app a database for those that need nothing special of it.</summary>
public sealed class TestRun : IAsyncLifetime
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Task<World>> shared = [];

    public PublishedApp Published { get; } = new();

    public Chromium Chromium { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Published.InitializeAsync();
        await Chromium.InitializeAsync();
    }

    /// <summary>Starts it when the first journey asks; when it cannot start, every journey that asks hears so at once.</summary>
    public async Task<World> SharedWorldAsync(CancellationToken ct)
    {
        Task<World>? world;
        lock (gate)
            if (!shared.TryGetValue(TestedDatabase.Current, out world))
                shared[TestedDatabase.Current] = world = World.StartAsync(Published, slots: 16, new Dictionary<string, string>(), CancellationToken.None);
        return await world.WaitAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var world in shared.Values.Where(world => world.IsCompletedSuccessfully))
            await (await world).DisposeAsync();
        await Chromium.DisposeAsync();
        await AppDatabase.StopServersAsync();
        await Published.DisposeAsync();
    }
}
