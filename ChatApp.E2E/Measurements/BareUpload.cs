using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace ChatApp.E2E.Measurements;

/// <summary>The least that an upload costs: Kestrel and a file, nothing else.</summary>
internal sealed class BareUpload : IAsyncDisposable
{
    private readonly WebApplication app;

    private BareUpload(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    public static async Task<BareUpload> StartAsync(string path, CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/{**any}", async (HttpContext http) =>
        {
            http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
            await using var file = File.Create(path);
            await http.Request.Body.CopyToAsync(file, http.RequestAborted);
        });
        await app.StartAsync(ct);
        return new(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
