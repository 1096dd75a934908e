using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ChatApp.E2E.Measurements;

/// <summary>How much memory a process of this machine takes, and a full collection of its garbage, ordered from outside through the runtime's diagnostic port.</summary>
internal sealed class ServerMemory(int process)
{
    private const byte Tracing = 2;
    private const byte Stop = 1;
    private const byte Collect = 3;
    private const ulong ForcedCollection = 0x800000;

    /// <summary>KB in memory that are the process's own: no files.</summary>
    public long Private() => Read("RssAnon:");

    /// <summary>KB in memory, the mapped files of runtime and program included.</summary>
    public long Resident() => Read("VmRSS:");

    public int Threads() => Directory.GetDirectories($"/proc/{process}/task").Length;

    /// <summary>Open connections, listeners and pipes.</summary>
    public int Sockets() => Directory.GetFiles($"/proc/{process}/fd").Count(file => new FileInfo(file).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);

    public async Task CollectAsync(CancellationToken ct)
    {
        // Twice: what has a finalizer goes with the second.
        for (var time = 0; time < 2; time++)
        {
            await using var session = await AskAsync(Collect, Session(), ct);
            var answer = new byte[28];
            await session.ReadExactlyAsync(answer, ct);
            var ended = session.CopyToAsync(Stream.Null, ct);
            await Task.Delay(TimeSpan.FromSeconds(2), ct);
            await using var stop = await AskAsync(Stop, answer[20..], ct);
            await ended;
        }
    }

    private async Task<NetworkStream> AskAsync(byte command, byte[] payload, CancellationToken ct)
    {
        var door = Directory.GetFiles(Path.GetTempPath(), $"dotnet-diagnostic-{process}-*-socket").Single();
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(door), ct);
        var stream = new NetworkStream(socket, ownsSocket: true);
        await stream.WriteAsync((byte[])[.. "DOTNET_IPC_V1\0"u8, .. BitConverter.GetBytes((ushort)(20 + payload.Length)), Tracing, command, 0, 0, .. payload], ct);
        return stream;
    }

    private static byte[] Session()
    {
        const uint megabytes = 16, format = 1, providers = 1, level = 4;
        return
        [
            .. BitConverter.GetBytes(megabytes), .. BitConverter.GetBytes(format), 0, .. BitConverter.GetBytes(providers),
            .. BitConverter.GetBytes(ForcedCollection), .. BitConverter.GetBytes(level), .. Text("Microsoft-Windows-DotNETRuntime"), .. Text(""),
        ];
    }

    private static byte[] Text(string text) => [.. BitConverter.GetBytes((uint)text.Length + 1), .. Encoding.Unicode.GetBytes(text + '\0')];

    private long Read(string line) =>
        long.Parse(File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith(line, StringComparison.Ordinal)).Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
}
