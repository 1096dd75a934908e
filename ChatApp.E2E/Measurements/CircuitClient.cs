using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text.Json;

namespace ChatApp.E2E.Measurements;

/// <summary>
/// An open page without a browser: it starts the circuit of a prerendered page as Blazor's script does, acknowledges what is drawn
/// and answers the calls into the browser. Hundreds of them fit into one process.
/// </summary>
internal sealed class CircuitClient : IAsyncDisposable
{
    private readonly PrerenderedPage page;
    private readonly ClientWebSocket socket;
    private readonly Stream stream;
    private readonly CancellationTokenSource closed = new();
    private readonly SemaphoreSlim sending = new(1);
    private readonly TaskCompletionSource drawn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<ReadOnlyMemory<byte>>? onBatch;
    private Task running = Task.CompletedTask;
    private volatile Task awake = Task.CompletedTask;

    private CircuitClient(PrerenderedPage page, ClientWebSocket socket, Action<ReadOnlyMemory<byte>>? onBatch)
    {
        (this.page, this.socket, this.onBatch) = (page, socket, onBatch);
        stream = WebSocketStream.Create(socket, WebSocketMessageType.Binary);
    }

    /// <summary>Render batches acknowledged so far.</summary>
    public int Batches { get; private set; }

    /// <summary>Bytes of hub messages so far, before the socket's compression.</summary>
    public long Bytes { get; private set; }

    /// <summary>Ends when the circuit does; an error of the circuit is its exception.</summary>
    public Task Completion => running;

    /// <summary>Opens a page and returns when the circuit has drawn it.</summary>
    /// <param name="onBatch">Is shown each render batch before it is acknowledged.</param>
    public static async Task<CircuitClient> OpenAsync(Person person, string path, CancellationToken ct, Action<ReadOnlyMemory<byte>>? onBatch = null)
    {
        var page = await PrerenderedPage.ReadAsync(person, path, ct);
        using var answer = await person.Http.PostAsync(new Uri("_blazor/negotiate?negotiateVersion=1", UriKind.Relative), null, ct);
        answer.EnsureSuccessStatusCode();
        using var offered = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(ct));
        var token = offered.RootElement.GetProperty("connectionToken").GetString();

        var socket = new ClientWebSocket();
        socket.Options.Cookies = person.Cookies;
        // Browsers ask for it, and it is not for nothing on the server.
        socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        await socket.ConnectAsync(new Uri($"ws://{person.Address.Authority}/_blazor?id={token}"), ct);
        var client = new CircuitClient(page, socket, onBatch);
        await client.SendAsync(HubMessages.Handshake);
        await client.SendAsync(HubMessages.Call("0", "StartCircuit", person.Address.ToString(), page.Address.ToString(), "[]", page.State));
        client.running = Task.WhenAll(client.ListenAsync(), client.PingAsync());
        await (await Task.WhenAny(client.drawn.Task, client.running)).WaitAsync(TimeSpan.FromSeconds(60), ct);
        return client;
    }

    /// <summary>From now on it is like a browser whose process was stopped: it reads nothing, acknowledges nothing and gives no sign of life, and its connection stands.</summary>
    public void Stop() => awake = Task.Delay(Timeout.InfiniteTimeSpan, closed.Token);

    public async ValueTask DisposeAsync()
    {
        await closed.CancelAsync();
        await running.ContinueWith(static _ => { }, TaskScheduler.Default);
        socket.Dispose();
        sending.Dispose();
        closed.Dispose();
    }

    private async Task ListenAsync()
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 16 * 1024));
        try
        {
            await PassHandshakeAsync(pipe);
            while (await pipe.ReadAsync(closed.Token) is { IsCompleted: false, Buffer: var buffer })
            {
                var before = buffer.Length;
                while (HubMessages.Next(ref buffer) is { } message)
                {
                    await awake;
                    await HearAsync(message);
                }
                Bytes += before - buffer.Length;
                pipe.AdvanceTo(buffer.Start, buffer.End);
            }
            throw new InvalidOperationException("The server closed the circuit's connection.");
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
        }
    }

    private async Task PassHandshakeAsync(PipeReader pipe)
    {
        while (true)
        {
            var buffer = (await pipe.ReadAsync(closed.Token)).Buffer;
            if (buffer.PositionOf((byte)0x1e) is { } end)
            {
                pipe.AdvanceTo(buffer.GetPosition(1, end));
                return;
            }
            pipe.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private Task HearAsync(object?[] message) => message switch
    {
        [HubMessages.Completion, _, "0", ..] => SendAsync(HubMessages.Call(null, "UpdateRootComponents", page.Operations, page.State)),
        [HubMessages.Invocation, _, _, "JS.RenderBatch", object?[] batch, ..] => DrawAsync((long)batch[0]!, (ReadOnlyMemory<byte>)batch[1]!),
        [HubMessages.Invocation, _, _, "JS.BeginInvokeJS", object?[] call, ..] => AnswerAsync((long)call[0]!, (string)call[1]!, (long)call[3]!),
        [HubMessages.Invocation, _, _, "JS.EndUpdateRootComponents", ..] => Drawn(),
        [HubMessages.Invocation, _, _, "JS.Error", object?[] error, ..] => throw new InvalidOperationException($"The circuit failed: {error[0]}"),
        [HubMessages.Close, ..] => throw new InvalidOperationException($"The server ended the circuit: {message.ElementAtOrDefault(1)}"),
        _ => Task.CompletedTask,
    };

    private Task Drawn()
    {
        drawn.TrySetResult();
        return Task.CompletedTask;
    }

    private Task DrawAsync(long batch, ReadOnlyMemory<byte> content)
    {
        Batches++;
        onBatch?.Invoke(content);
        return SendAsync(HubMessages.Call(null, "OnRenderCompleted", batch, null));
    }

    private Task AnswerAsync(long call, string function, long resultKind)
    {
        const long aReference = 1;
        var result = function switch
        {
            "window.hasOwnProperty" => "true",
            "mudpopoverHelper.countProviders" => "0",
            _ when resultKind == aReference => """{"__jsObjectId":1}""",
            _ => "null",
        };
        return call == 0 ? Task.CompletedTask : SendAsync(HubMessages.Call(null, "EndInvokeJSFromDotNet", call, true, $"[{call},true,{result}]"));
    }

    private async Task PingAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(15));
        try
        {
            while (await timer.WaitForNextTickAsync(closed.Token))
            {
                await awake;
                await SendAsync(HubMessages.Ping);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task SendAsync(byte[] message)
    {
        await sending.WaitAsync(closed.Token);
        try
        {
            await stream.WriteAsync(message, closed.Token);
        }
        finally
        {
            sending.Release();
        }
    }
}
