using ChatApp.E2E.Infrastructure;

namespace ChatApp.E2E.Measurements;

/// <summary>A published ChatApp with a model server and a database that the measurement knows; all of it goes when it ends.</summary>
internal sealed class Ground(World world, PublishedApp published) : IAsyncDisposable
{
    public World World => world;

    public Uri Address => world.App.Address;

    public Archive Archive { get; } = new(world.Database);

    public static async Task<Ground> PrepareAsync(int slots, IReadOnlyDictionary<string, string> settings, CancellationToken ct, int endpoints = 1)
    {
        var published = new PublishedApp();
        await published.InitializeAsync();
        return new(await World.StartAsync(published, slots, settings, ct, endpoints), published);
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await published.DisposeAsync();
    }
}
