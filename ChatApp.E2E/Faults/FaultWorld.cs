using ChatApp.E2E.Infrastructure;

namespace ChatApp.E2E.Faults;

/// <summary>An app that is there to be broken, its model server, its database seen from outside, and what people were told.</summary>
internal sealed class FaultWorld(World world) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public AppProcess App => world.App;

    public FakeModel Model => world.Model;

    public World World => world;

    public Rows Rows { get; } = new(world.Database);

    public static async Task<FaultWorld> StartAsync(PublishedApp published, int slots, CancellationToken ct, params (string Key, string Value)[] settings) =>
        new(await World.StartAsync(published, slots, settings.ToDictionary(setting => setting.Key, setting => setting.Value), ct));

    /// <summary>On a database that may be taken away.</summary>
    public static async Task<FaultWorld> StartAloneAsync(PublishedApp published, int slots, CancellationToken ct)
    {
        var folder = Directory.CreateDirectory(published.NewDataFolder()).FullName;
        var settings = new Dictionary<string, string> { ["Storage__Path"] = folder };
        return new(await World.StartAsync(published, slots, settings, ct, database: await AppDatabase.NewAloneAsync(folder, ct)));
    }

    public async Task KillAndStartAsync(CancellationToken ct)
    {
        App.Kill();
        await App.StartAsync(ct);
    }

    /// <summary>Until the model has received the message, and stands at the gate of that name.</summary>
    public Task ReachedAsync(string gate, CancellationToken ct) => Model.ReachedAsync(gate, ct);

    /// <summary>Until nothing that was said waits or runs any more, titles included.</summary>
    public Task SettledAsync(CancellationToken ct) => Poll.UntilAsync("everything to come to its end", Patience, async () => await Rows.UnfinishedAsync(ct) == 0, ct);

    public Task<Verdict> CheckAsync(Ledger ledger, CancellationToken ct) => Checker.LookAsync(Rows, Model, ledger, ct);

    public ValueTask DisposeAsync() => world.DisposeAsync();
}
