namespace ChatApp.LanguageModels;

/// <summary>Keeps looking at every model server, each at its own pace, so that a slow one delays no other.</summary>
internal sealed partial class ModelDiscovery(ModelServers servers, ModelCatalog catalog, ModelList list, TimeProvider time, ILogger<ModelDiscovery> log) : BackgroundService
{
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Eager = TimeSpan.FromSeconds(5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(servers.All.Select(server => WatchAsync(server, stoppingToken)));

    private async Task WatchAsync(ModelServer server, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await LookAsync(server, ct);
                await Task.Delay(catalog.Find(server.Name)!.Reachable == true ? Calm : Eager, time, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
            }
        }
    }

    private async Task LookAsync(ModelServer server, CancellationToken ct)
    {
        try
        {
            var before = catalog.Find(server.Name)!;
            var now = await list.LookAsync(server, before, ct);
            catalog.Saw(now);
            if (now.Reachable == true && !now.LooksLike(before))
                LogFound(server.Name, now.Models.Count);
            else if (now.LastError is { } error && error != before.LastError && !server.IsQuiet)
                LogMissed(server.Name, error);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e, server.Name);
        }
    }

    [LoggerMessage(LogLevel.Information, "Endpoint {Endpoint} offers {Count} models")]
    private partial void LogFound(string endpoint, int count);

    [LoggerMessage(LogLevel.Warning, "Endpoint {Endpoint}: {Error}")]
    private partial void LogMissed(string endpoint, string error);

    [LoggerMessage(LogLevel.Error, "Looking at endpoint {Endpoint} failed")]
    private partial void LogFailed(Exception e, string endpoint);
}
