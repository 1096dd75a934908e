using ChatApp.E2E.Infrastructure;

namespace ChatApp.E2E.Measurements;

/// <summary>A published ChatApp with a model server and a database whose file the measurement knows; all of it goes when it ends.</summary>
internal sealed class Ground(World world, PublishedApp published, string database) : IAsyncDisposable
{
    public World World => world;

    public Uri Address => world.App.Address;

    public Archive Archive { get; } = new(database);

    public static async Task<Ground> PrepareAsync(int slots, IReadOnlyDictionary<string, string> settings, CancellationToken ct, int endpoints = 1)
    {
        var published = new PublishedApp();
        await published.InitializeAsync();
        var folder = Directory.CreateDirectory(published.NewDataFolder());
        var database = Path.Combine(folder.FullName, "measured.db");
        var all = new Dictionary<string, string>(settings) { ["ConnectionStrings__Default"] = $"Data Source={database}" };
        return new(await World.StartAsync(published, slots, all, ct, endpoints), published, database);
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await published.DisposeAsync();
    }
}
