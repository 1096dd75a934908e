using System.Net;
using System.Net.Sockets;

namespace ChatApp.E2E.Measurements;

/// <summary>Stands between a browser and the app, and counts the bytes that come back.</summary>
internal sealed class CountingProxy : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Uri target;
    private long bytes;

    public CountingProxy(Uri target)
    {
        this.target = target;
        listener.Start();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    public long Bytes => Interlocked.Read(ref bytes);

    public async Task RunAsync(CancellationToken ct)
    {
        var open = new List<Task>();
        try
        {
            while (true)
                open.Add(CarryAsync(await listener.AcceptTcpClientAsync(ct), ct));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    public void Dispose() => listener.Dispose();

    private async Task CarryAsync(TcpClient browser, CancellationToken ct)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var app = new TcpClient { NoDelay = true };
        browser.NoDelay = true;
        using (browser)
            try
            {
                await app.ConnectAsync(target.Host, target.Port, ct);
                await Task.WhenAny(PumpAsync(browser, app, _ => { }, ended.Token), PumpAsync(app, browser, count => Interlocked.Add(ref bytes, count), ended.Token));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // One side has gone; the other goes too.
            }
            finally
            {
                await ended.CancelAsync();
            }
    }

    private static async Task PumpAsync(TcpClient from, TcpClient to, Action<int> count, CancellationToken ct)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, ct) is > 0 and var read)
            {
                count(read);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), ct);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The connection is closed.
        }
    }
}
