using System.Net.Sockets;

namespace ChatApp.LanguageModels;

/// <summary>The one way out to model servers: pooled, straight to the configured host, following nobody's redirects.</summary>
internal sealed class ModelConnection : IDisposable
{
    public ModelConnection() => Short = new(Handler, disposeHandler: false)
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = 8 << 20,
    };

    public SocketsHttpHandler Handler { get; } = new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        // A stopped reply ends the connection at once; reading on in the hope of using it again would keep the model busy.
        ResponseDrainTimeout = TimeSpan.Zero,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = ConnectAsync,
    };

    /// <summary>For answers that are read whole; larger ones than 8 MB fail.</summary>
    public HttpClient Short { get; }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, ct);
            return new PacedStream(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Short.Dispose();
        Handler.Dispose();
    }
}
