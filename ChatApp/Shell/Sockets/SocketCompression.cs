using Microsoft.AspNetCore.Http.Features;

namespace ChatApp.Shell.Sockets;

/// <summary>
/// Compresses the circuit's socket (permessage-deflate, RFC 7692) with a memory that lives only while there is something to say.
/// The platform's own keeps 280 KB for each open page as long as it is open.
/// </summary>
internal static class SocketCompression
{
    private const string Deflate = "permessage-deflate";

    public static void UseSocketCompression(this WebApplication app) => app.UseWhen(IsSocket, sockets =>
    {
        sockets.Use(SqueezeWhatIsSent);
        // What makes the handshake, and the socket on top of the squeezed stream.
        sockets.UseWebSockets();
        sockets.Use(SendAsIs);
    });

    private static bool IsSocket(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase) && http.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true };

    private static Task SqueezeWhatIsSent(HttpContext http, RequestDelegate next)
    {
        // A browser may remember what it sent only if we do; what it sends is short and hardly repeats.
        var headers = http.Request.Headers;
        if (headers.SecWebSocketExtensions.Any(offer => offer?.Contains(Deflate, StringComparison.Ordinal) is true))
            headers.SecWebSocketExtensions = $"{Deflate}; client_no_context_takeover";
        http.Features.Set<IHttpUpgradeFeature>(new DeflatingUpgrade(http, http.Features.GetRequiredFeature<IHttpUpgradeFeature>()));
        return next(http);
    }

    private static Task SendAsIs(HttpContext http, RequestDelegate next)
    {
        http.Features.Set<IHttpWebSocketFeature>(new PlainSockets(http.Features.GetRequiredFeature<IHttpWebSocketFeature>()));
        return next(http);
    }

    private sealed class DeflatingUpgrade(HttpContext http, IHttpUpgradeFeature upgrade) : IHttpUpgradeFeature
    {
        public bool IsUpgradableRequest => upgrade.IsUpgradableRequest;

        public async Task<Stream> UpgradeAsync()
        {
            var agreed = http.Response.Headers.SecWebSocketExtensions.ToString().StartsWith(Deflate, StringComparison.Ordinal);
            var stream = await upgrade.UpgradeAsync();
            return agreed ? new DeflatingStream(stream, http.RequestServices.GetRequiredService<TimeProvider>()) : stream;
        }
    }

    private sealed class PlainSockets(IHttpWebSocketFeature sockets) : IHttpWebSocketFeature
    {
        public bool IsWebSocketRequest => sockets.IsWebSocketRequest;

        public async Task<System.Net.WebSockets.WebSocket> AcceptAsync(WebSocketAcceptContext context) => new PlainWebSocket(await sockets.AcceptAsync(context));
    }
}
