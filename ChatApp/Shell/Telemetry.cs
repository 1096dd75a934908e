using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ChatApp.Shell;

/// <summary>Traces, metrics and logs for an OTLP receiver, where one is named; else nothing of it is even registered.</summary>
internal static class Telemetry
{
    public const string Setting = "Telemetry:Endpoint";
    private const string Variable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // Of each part that has something to tell, and the framework's own: requests, circuits, memory.
    private const string Parts = "ChatApp.*";
    private static readonly string[] Meters = [Parts, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Components.Server.Circuits", "System.Runtime"];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var ours = builder.Configuration[Setting];
        if (string.IsNullOrEmpty(ours) && string.IsNullOrEmpty(builder.Configuration[Variable]))
            return;
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("chatapp", serviceInstanceId: builder.Configuration["Node:Name"] ?? Environment.MachineName))
            .WithTracing(traces => traces.AddSource(Parts).AddAspNetCoreInstrumentation(requests => requests.Filter = IsWorthATrace))
            .WithMetrics(metrics => metrics.AddMeter(Meters))
            .WithLogging();
        if (string.IsNullOrEmpty(ours))
            telemetry.UseOtlpExporter();
        else if (Uri.TryCreate(ours, UriKind.Absolute, out var receiver) && receiver.Scheme is "http" or "https")
            telemetry.UseOtlpExporter(OtlpExportProtocol.HttpProtobuf, receiver);
        else
            throw new StartRefusedException($"{Setting} must be the address of an OTLP receiver, such as http://localhost:4318.");
    }

    // A circuit's request lasts as long as its page, and a health check is nobody's.
    private static bool IsWorthATrace(HttpContext http) =>
        !http.Request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase)
        && !http.Request.Path.StartsWithSegments("/_framework", StringComparison.OrdinalIgnoreCase)
        && !http.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase);
}
