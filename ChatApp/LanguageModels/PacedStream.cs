using System.Diagnostics;
using System.Net.Sockets;

namespace ChatApp.LanguageModels;

/// <summary>A connection to a model server on which a fast stream is read several tokens at a time: waking threads for each of them costs more than reading it.
/// The first words come at once, and a flood is not slowed down.</summary>
internal sealed class PacedStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    /// <summary>Reads before the pauses begin.</summary>
    private const int Unhurried = 12;

    /// <summary>Bytes in one pause from which on a stream rushes.</summary>
    private const int Plenty = 2048;
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // What rushes by, some hundred tokens a second, nobody reads word by word: seven steps a second show it as well as ten.
    private static readonly TimeSpan RushingPause = TimeSpan.FromMilliseconds(150);
    private int reads;
    private int sincePause;
    private long readAt;
    private bool quick;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Nobody asked for a while: it is another answer's beginning.
        if (Stopwatch.GetElapsedTime(readAt) > Fast)
            (quick, reads, sincePause) = (false, 0, 0);
        // What lies there already is read at once: so a flood has no pauses, and a pause is followed by all that came in it.
        if (quick && ++reads > Unhurried && Socket.Available == 0)
        {
            await PauseAsync(sincePause < Plenty ? Pause : RushingPause, cancellationToken);
            sincePause = 0;
        }
        var asked = Stopwatch.GetTimestamp();
        var count = await base.ReadAsync(buffer, cancellationToken);
        sincePause += count;
        readAt = Stopwatch.GetTimestamp();
        quick = Stopwatch.GetElapsedTime(asked, readAt) < Fast;
        if (!quick)
            reads = 0;
        return count;
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken ct)
    {
        WakeAt(32 << 10);
        await Task.Delay(pause, ct);
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
