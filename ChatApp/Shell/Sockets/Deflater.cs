using System.IO.Compression;

namespace ChatApp.Shell.Sockets;

/// <summary>A compressor that remembers what it has seen, so that the next message can point back to it. About 270 KB.</summary>
internal sealed class Deflater : IDisposable
{
    /// <summary>Bytes left free before each result, for the longest header of a frame.</summary>
    public const int Room = 10;

    /// <summary>What each flush ends with, and a message's last frame leaves out (RFC 7692, 7.2.1).</summary>
    private const int Tail = 4;
    private readonly MemoryStream output = new();
    private readonly DeflateStream deflate;

    public Deflater() => deflate = new(output, CompressionLevel.SmallestSize, leaveOpen: true);

    /// <summary>Compresses a frame's payload.</summary>
    /// <param name="final">Whether the message ends with it.</param>
    /// <returns>The free room and the compressed payload, valid until the next call.</returns>
    public Memory<byte> Squeeze(ReadOnlySpan<byte> payload, bool final)
    {
        output.SetLength(Room);
        output.Position = Room;
        deflate.Write(payload);
        deflate.Flush();
        if (output.Length > Room)
            return output.GetBuffer().AsMemory(0, (int)output.Length - (final ? Tail : 0));
        // Nothing new to flush: an empty block without its tail (7.2.3.6), which only a last frame may be.
        output.WriteByte(0);
        return output.GetBuffer().AsMemory(0, Room + (final ? 1 : 0));
    }

    public void Dispose() => deflate.Dispose();
}
