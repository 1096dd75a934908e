
namespace ChatApp.E2E.Infrastructure;

/// <summary>A running ChatApp and the model server it is connected to.</summary>
public sealed record World(AppProcess App, FakeModel Model) : IAsyncDisposable
{
    internal AppDatabase Database { get; private init; } = null!;

    /// <summary>Starts both; without slots the app knows of no model server.</summary>
    /// <param name="database">Null makes a new one.</param>
    internal static async Task<World> StartAsync(
        PublishedApp published, int slots, IReadOnlyDictionary<string, string> settings, CancellationToken ct, int endpoints = 1, AppDatabase? database = null)
    {
        var model = await FakeModel.StartAsync(ct);
        var all = new Dictionary<string, string>(settings);
        all.TryAdd("Storage__Path", published.NewDataFolder());
        database ??= await AppDatabase.NewAsync(all["Storage__Path"], ct);
        foreach (var (key, value) in database.Settings)
            all.TryAdd(key, value);
        for (var i = 0; i < endpoints && slots > 0; i++)
        {
            all[$"Models__Endpoints__{i}__Name"] = NameOf(i);
            all[$"Models__Endpoints__{i}__Url"] = model.Url;
            all[$"Models__Endpoints__{i}__Slots"] = $"{slots}";
        }
        try
        {
            return new World(await AppProcess.StartAsync(published, all, ct), model) { Database = database };
        }
        catch (Exception)
        {
            await model.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the app calls the model server; it may know it under several names, each with slots of its own.</summary>
    public static string NameOf(int endpoint) => endpoint == 0 ? "fake" : $"fake{endpoint}";

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Model.DisposeAsync();
        await Database.DisposeAsync();
    }
}
