namespace ChatApp.E2E.Infrastructure;

/// <summary>A running ChatApp and the model server it is connected to.</summary>
public sealed record World(AppProcess App, FakeModel Model) : IAsyncDisposable
{
    /// <summary>Starts both; without slots the app knows of no model server.</summary>
    public static async Task<World> StartAsync(PublishedApp published, int slots, IReadOnlyDictionary<string, string> settings, CancellationToken ct)
    {
        var model = await FakeModel.StartAsync(ct);
        var all = new Dictionary<string, string>(settings);
        if (slots > 0)
        {
            all["Models__Endpoints__0__Name"] = "fake";
            all["Models__Endpoints__0__Url"] = model.Url;
            all["Models__Endpoints__0__Slots"] = $"{slots}";
        }
        try
        {
            return new World(await AppProcess.StartAsync(published, all, ct), model);
        }
        catch (Exception)
        {
            await model.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Model.DisposeAsync();
    }
}
