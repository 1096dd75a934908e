using ChatApp.E2E.Infrastructure;

[assembly: AssemblyFixture(typeof(TestRun))]

namespace ChatApp.E2E.Infrastructure;

/// <summary>What all journeys share: the published app, the browser, and one running app for those that need nothing special of it.</summary>
public sealed class TestRun : IAsyncLifetime
{
    private readonly Lock gate = new();
    private Task<World>? shared;

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
        lock (gate)
            shared ??= World.StartAsync(Published, slots: 16, new Dictionary<string, string>(), CancellationToken.None);
        return await shared.WaitAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (shared is { IsCompletedSuccessfully: true })
            await (await shared).DisposeAsync();
        await Chromium.DisposeAsync();
        await Published.DisposeAsync();
    }
}
