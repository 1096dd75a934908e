using ChatApp.Shell.Sockets;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using MudBlazor;
using MudBlazor.Services;

namespace ChatApp.Shell;

internal static class ShellSetup
{
    public static void AddShell(this WebApplicationBuilder builder)
    {
        builder.AddCircuits();
        builder.AddTelemetry();
        builder.Services.AddMudServices(mud => mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.TopCenter);
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddKnownProxies();
        builder.Services.AddGracefulStop();
        builder.Services.AddResponseCompression();
        builder.Services.AddHealthChecks();
    }

    /// <summary>What every request passes before it reaches a part.</summary>
    public static void UseShell(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseGracefulStop();
        app.UseForwardedHeaders();
        app.UseTransportSecurity();
        app.UseCompression();
        app.UseErrorPages();
        app.UseSocketCompression();
    }

    public static void MapShell(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready").AllowAnonymous();
        // Before the pages, which otherwise know no fingerprints and no import map.
        app.MapStaticAssets().AllowAnonymous();
        app.MapCircuits();
    }
}
