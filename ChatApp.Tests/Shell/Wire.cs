using System.IO.Pipelines;

namespace ChatApp.Tests.Shell;

/// <summary>Two ends of a connection in memory, and how much the server has sent over it.</summary>
internal sealed class Wire
{
    private static readonly PipeOptions Unbounded = new(pauseWriterThreshold: 0);
    private readonly Pipe down = new(Unbounded), up = new(Unbounded);

    public Wire()
    {
        Server = new End(up.Reader.AsStream(), down.Writer.AsStream(), bytes => Sent += bytes);
        Browser = new End(down.Reader.AsStream(), up.Writer.AsStream(), _ => { });
    }

    public Stream Server { get; }

    public Stream Browser { get; }

    /// <summary>Bytes from the server.</summary>
    public long Sent { get; private set; }

    private sealed class End(Stream read, Stream write, Action<int> written) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => read.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            written(buffer.Length);
            return write.WriteAsync(buffer, cancellationToken);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => write.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                read.Dispose();
                write.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
