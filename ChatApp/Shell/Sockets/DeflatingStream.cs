using System.Buffers.Binary;

namespace ChatApp.Shell.Sockets;

/// <summary>
/// A socket's stream that compresses the messages written to it, a frame (RFC 6455) a write, and lets go of the compressor's memory
/// two seconds after the last one. A sender may do so at any time: only the receiver has to remember.
/// </summary>
internal sealed class DeflatingStream(Stream stream, TimeProvider clock) : Stream
{
    /// <summary>Bytes of the shortest message worth compressing; a keep-alive wakes nothing.</summary>
    private const int Worthwhile = 64;
    private const byte Final = 0x80, Compressed = 0x40, OperationCode = 0x0F, FirstControl = 0x8;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);
    private readonly Lock gate = new();
    private Deflater? deflater;
    private ITimer? rest;
    private bool insideCompressed;

    /// <summary>Whether the memory of what was said is there.</summary>
    public bool Remembers => deflater is not null;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken = default) =>
        stream.WriteAsync(IsCompressed(frame.Span) ? Compress(frame.Span) : frame, cancellationToken);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => stream.ReadAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => stream.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => stream.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A socket writes asynchronously.");

    public override void Flush() => stream.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        Forget();
        if (disposing)
            stream.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Control frames never are; a message is as a whole, whatever its pieces.</summary>
    private bool IsCompressed(ReadOnlySpan<byte> frame)
    {
        var code = frame[0] & OperationCode;
        if (code >= FirstControl)
            return false;
        var final = (frame[0] & Final) != 0;
        var compressed = code == 0 ? insideCompressed : !final || frame.Length >= Worthwhile;
        insideCompressed = compressed && !final;
        return compressed;
    }

    private ReadOnlyMemory<byte> Compress(ReadOnlySpan<byte> frame)
    {
        var payload = frame[HeaderOf(frame)..];
        var (final, first) = ((frame[0] & Final) != 0, (frame[0] & OperationCode) != 0);
        lock (gate)
        {
            deflater ??= new();
            rest ??= clock.CreateTimer(_ => Forget(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            rest.Change(Idle, Timeout.InfiniteTimeSpan);
            var squeezed = deflater.Squeeze(payload, final);
            var header = WriteHeader(squeezed.Span[..Deflater.Room], (byte)(first ? frame[0] | Compressed : frame[0]), squeezed.Length - Deflater.Room);
            return squeezed[(Deflater.Room - header)..];
        }
    }

    private static int HeaderOf(ReadOnlySpan<byte> frame)
    {
        var (header, length) = (frame[1] & 0x7F) switch
        {
            126 => (4, BinaryPrimitives.ReadUInt16BigEndian(frame[2..])),
            127 => (10, (long)BinaryPrimitives.ReadUInt64BigEndian(frame[2..])),
            var small => (2, (long)small),
        };
        return header + length == frame.Length ? header : throw new InvalidDataException("The socket wrote something else than one whole frame.");
    }

    /// <summary>Writes a header so that it ends where the payload begins, and says how long it is.</summary>
    private static int WriteHeader(Span<byte> place, byte start, int length)
    {
        var bytes = length < 126 ? 2 : length <= ushort.MaxValue ? 4 : 10;
        var header = place[^bytes..];
        (header[0], header[1]) = (start, (byte)(bytes switch { 2 => length, 4 => 126, _ => 127 }));
        if (bytes == 4)
            BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)length);
        else if (bytes == 10)
            BinaryPrimitives.WriteUInt64BigEndian(header[2..], (ulong)length);
        return bytes;
    }

    private void Forget()
    {
        lock (gate)
        {
            deflater?.Dispose();
            rest?.Dispose();
            (deflater, rest) = (null, null);
        }
    }
}
