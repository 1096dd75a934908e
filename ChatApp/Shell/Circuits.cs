using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Options;

namespace ChatApp.Shell;

/// <summary>Blazor's limits, and the doors of its own that pages without a log-in need.</summary>
internal static class Circuits
{
    private const int MessageLimit = 32 * 1024;

    public static void AddCircuits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ConnectionsOptions>().BindConfiguration(ConnectionsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<CircuitOptions>().Configure<IOptions<ConnectionsOptions>>((circuits, connections) =>
        {
            circuits.DetailedErrors = builder.Environment.IsDevelopment();
            circuits.DisconnectedCircuitRetentionPeriod = connections.Value.Retention;
            circuits.DisconnectedCircuitMaxRetained = 100;
            // A page that comes back later is loaded again, so nobody would ask for the state of a thousand dropped ones.
            circuits.PersistedCircuitInMemoryMaxRetained = 0;
        });
        builder.Services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(hub => hub.MaximumReceiveMessageSize = MessageLimit);
    }

    // The policy on framing is in our own header; the socket stays compressed, since no other site can make it repeat a secret.
    public static void MapCircuits(this WebApplication app) => app.MapRazorComponents<App>()
        .AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null)
        .Add(endpoint =>
        {
            if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } path } && (path.TrimStart('/').StartsWith("_blazor", StringComparison.Ordinal) || path.Contains("opaque-redirect", StringComparison.Ordinal)))
                endpoint.Metadata.Add(new AllowAnonymousAttribute());
        });
}
