using Microsoft.AspNetCore.Authorization;

namespace ChatApp.Shell;

/// <summary>Blazor's limits, and the doors of its own that pages without a log-in need.</summary>
internal static class Circuits
{
    private const int MessageLimit = 32 * 1024;

    public static void AddCircuits(this WebApplicationBuilder builder) => builder.Services.AddRazorComponents()
        .AddInteractiveServerComponents(circuits =>
        {
            circuits.DetailedErrors = builder.Environment.IsDevelopment();
            circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
            circuits.DisconnectedCircuitMaxRetained = 100;
        })
        .AddHubOptions(hub => hub.MaximumReceiveMessageSize = MessageLimit);

    // The policy on framing is in our own header; the socket stays compressed, since no other site can make it repeat a secret.
    public static void MapCircuits(this WebApplication app) => app.MapRazorComponents<App>()
        .AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null)
        .Add(endpoint =>
        {
            if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } path } && (path.TrimStart('/').StartsWith("_blazor", StringComparison.Ordinal) || path.Contains("opaque-redirect", StringComparison.Ordinal)))
                endpoint.Metadata.Add(new AllowAnonymousAttribute());
        });
}
