using System.Diagnostics;

namespace ChatApp.LanguageModels;

/// <summary>Refuses a stream that never ends a line, which the parser would keep whole in memory, and one that never ends. A fast stream is read several tokens at a time:
/// waking a thread for each of them costs more than reading it.</summary>
internal sealed class BoundedStream(Stream inner, long mostBytes) : Stream
{
    private const int LongestLine = 64 << 20;

    /// <summary>Reads before the pauses begin, so that the first words come at once.</summary>
    private const int Unhurried = 12;

    /// <summary>Bytes after a pause from which on more that lies there already is read at once: a flood is not to be slowed down.</summary>
    private const int Plenty = 2048;
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(12);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private int line;
    private long read;
    private int reads;
    private int sincePause;
    private bool fast;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (fast && ++reads > Unhurried)
        {
            await Task.Delay(Pause, cancellationToken);
            sincePause = 0;
        }
        var asked = Stopwatch.GetTimestamp();
        var reading = inner.ReadAsync(buffer, cancellationToken);
        var layThere = reading.IsCompleted;
        var count = await reading;
        sincePause += count;
        // A full buffer says that more lies there already.
        fast = count < buffer.Length && Stopwatch.GetElapsedTime(asked) < Fast && !(layThere && sincePause >= Plenty);
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
