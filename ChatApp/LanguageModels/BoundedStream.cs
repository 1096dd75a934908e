namespace ChatApp.LanguageModels;

/// <summary>Refuses a stream that never ends a line, which the parser would keep whole in memory, and one that never ends.</summary>
internal sealed class BoundedStream(Stream inner, long mostBytes) : Stream
{
    private const int LongestLine = 64 << 20;

    private int line;
    private long read;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        if ((read += count) > mostBytes)
            throw new EndlessException();
        var end = buffer.Span[..count].LastIndexOf((byte)'\n');
        line = end < 0 ? line + count : count - end - 1;
        return line <= LongestLine ? count : throw new InvalidDataException("A line of the stream is too long.");
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>More came than is taken for one reply.</summary>
    internal sealed class EndlessException : IOException;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Flush() => throw new NotSupportedException();
}
