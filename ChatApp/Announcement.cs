using ChatApp.LanguageModels;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ChatApp;

/// <summary>The one line that a start prints: where to open ChatApp, and which models it found.</summary>
internal sealed class Announcement(IServer server, ModelCatalog models, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        await models.WaitForFirstLookAsync(stoppingToken);
        if (server.Features.Get<IServerAddressesFeature>()?.Addresses is { Count: > 0 } addresses)
            Console.WriteLine(Sentence(addresses, models.Endpoints));
    }

    public static string Sentence(IEnumerable<string> addresses, IReadOnlyList<ModelEndpoint> endpoints)
    {
        var found = endpoints.Where(endpoint => endpoint is { Name: not ModelServers.Guide, Reachable: true }).Select(endpoint => $"{endpoint.Name} ({Count(endpoint.Models.Count)})").ToList();
        var silent = endpoints.Where(endpoint => endpoint is { Reachable: not true, IsAbsent: false }).Select(endpoint => endpoint.Name).ToList();
        var models = found.Count > 0 ? $"Models: {string.Join(", ", found)}." : "No model answers yet; the built-in Guide shows how to connect one.";
        return $"ChatApp is open at {string.Join(" and ", addresses.Select(Openable))}. {models}{(silent.Count > 0 ? $" Not reached: {string.Join(", ", silent)}." : "")}";
    }

    private static string Count(int models) => models == 1 ? "1 model" : $"{models} models";

    // An address that means "every network card" is none that a browser can open.
    private static string Openable(string address) =>
        address.Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal).Replace("//[::]", "//localhost", StringComparison.Ordinal)
            .Replace("//+", "//localhost", StringComparison.Ordinal).Replace("//*", "//localhost", StringComparison.Ordinal);
}
