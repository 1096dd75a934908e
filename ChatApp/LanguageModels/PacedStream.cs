using System.Diagnostics;
using System.Net.Sockets;

namespace ChatApp.LanguageModels;

/// <summary>A connection to a model server on which a fast stream is read several tokens at a time: waking threads for each of them costs more than reading it.
/// The first words come at once, and a flood is not slowed down.</summary>
internal sealed class PacedStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    /// <summary>Reads before the pauses begin.</summary>
    private const int Unhurried = 12;

    /// <summary>Bytes after a pause from which on more that lies there already is read at once.</summary>
    private const int Plenty = 2048;
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private int reads;
    private int sincePause;
    private bool fast;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (fast && ++reads > Unhurried)
        {
            await PauseAsync(cancellationToken);
            sincePause = 0;
        }
        var asked = Stopwatch.GetTimestamp();
        var reading = base.ReadAsync(buffer, cancellationToken);
        var layThere = reading.IsCompleted;
        var count = await reading;
        sincePause += count;
        var quick = Stopwatch.GetElapsedTime(asked) < Fast;
        if (!quick)
            reads = 0;
        // A full buffer says that more lies there already.
        fast = quick && count < buffer.Length && !(layThere && sincePause >= Plenty);
        return count;
    }

    private async Task PauseAsync(CancellationToken ct)
    {
        WakeAt(32 << 10);
        await Task.Delay(Pause, ct);
        WakeAt(1);
    }

    /// <summary>How many bytes must lie there before the system wakes this process for them; elsewhere than on Linux it wakes for each piece.</summary>
    private void WakeAt(int bytes)
    {
        const int SocketLevel = 1, ReceiveLowWater = 18;
        if (OperatingSystem.IsLinux())
            Socket.SetRawSocketOption(SocketLevel, ReceiveLowWater, BitConverter.GetBytes(bytes));
    }
}
