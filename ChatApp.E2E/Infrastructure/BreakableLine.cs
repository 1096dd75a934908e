using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ChatApp.E2E.Infrastructure;

/// <summary>Stands between a browser and the app as a network does: it can be slow, and it can break.</summary>
internal sealed class BreakableLine : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closed = new();
    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> open = new();
    private readonly Uri target;
    private readonly Task running;
    private volatile bool broken;
    private long limit = long.MaxValue;
    private long up;

    public BreakableLine(Uri target)
    {
        this.target = target;
        listener.Start();
        running = RunAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    /// <summary>Bytes that went from the browser to the app so far.</summary>
    public long BytesUp => Interlocked.Read(ref up);

    /// <summary>Lets so many more bytes go up, then breaks.</summary>
    public void BreakAfter(long bytes) => Interlocked.Exchange(ref limit, BytesUp + bytes);

    public void Break()
    {
        broken = true;
        foreach (var connection in open.Values)
            connection.Cancel();
    }

    public void Mend()
    {
        Interlocked.Exchange(ref limit, long.MaxValue);
        broken = false;
    }

    public bool IsBroken => broken;

    public async ValueTask DisposeAsync()
    {
        await closed.CancelAsync();
        listener.Stop();
        await running;
        listener.Dispose();
        closed.Dispose();
    }

    private async Task RunAsync()
    {
        var carried = new List<Task>();
        try
        {
            while (true)
                carried.Add(CarryAsync(await listener.AcceptTcpClientAsync(closed.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(carried);
        }
    }

    private async Task CarryAsync(TcpClient browser)
    {
        var id = Guid.NewGuid();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(closed.Token);
        using var app = new TcpClient { NoDelay = true };
        using (browser)
        {
            if (broken)
                return;
            open[id] = ended;
            try
            {
                await app.ConnectAsync(target.Host, target.Port, ended.Token);
                await Task.WhenAny(PumpAsync(browser, app, MayPass, ended.Token), PumpAsync(app, browser, _ => true, ended.Token));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // One side has gone; the other goes too.
            }
            open.TryRemove(id, out _);
            await ended.CancelAsync();
        }
    }

    private bool MayPass(int count)
    {
        if (Interlocked.Add(ref up, count) <= Interlocked.Read(ref limit))
            return true;
        Break();
        return false;
    }

    private static async Task PumpAsync(TcpClient from, TcpClient to, Func<int, bool> mayPass, CancellationToken ct)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, ct) is > 0 and var read && mayPass(read))
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), ct);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // The connection is closed.
        }
    }
}
