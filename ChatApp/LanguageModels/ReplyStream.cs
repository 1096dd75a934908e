using System.Net.ServerSentEvents;
using System.Text.Json;

namespace ChatApp.LanguageModels;

/// <summary>The event stream of a reply, read whole and written anew: clean text, known finish reasons, sane counts, nothing else.
/// Errors inside it and broken ends become the wire's failure.</summary>
internal sealed class ReplyStream : Stream
{
    private static readonly TimeSpan PatienceAfterFinish = TimeSpan.FromSeconds(5);

    private readonly Stream body;
    private readonly ModelWire wire;
    private readonly CancellationToken ct;
    private readonly CancellationTokenSource reading;
    private readonly IAsyncEnumerator<SseItem<ReplyEvent>> events;
    private readonly ITimer patience;
    private readonly ReplyEventWriter writer = new();
    private ReadOnlyMemory<byte> rest;
    private bool finished;

    public ReplyStream(Stream body, ModelWire wire, TimeProvider time, CancellationToken ct)
    {
        (this.body, this.wire, this.ct) = (body, wire, ct);
        reading = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience = time.CreateTimer(state => ((CancellationTokenSource)state!).Cancel(), reading, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        events = SseParser.Create(new BoundedStream(body, wire.MostBytes), (_, data) => ReplyEvent.Read(data)).EnumerateAsync(reading.Token).GetAsyncEnumerator(CancellationToken.None);
    }

    /// <summary>What the model thought aloud since this was last asked.</summary>
    public string TakeThought() => writer.TakeThought();

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (rest.IsEmpty)
        {
            if (!await NextAsync())
                return 0;
            rest = writer.Write(events.Current.Data);
        }
        var count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        rest = rest[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    private async Task<bool> NextAsync()
    {
        try
        {
            if (!await events.MoveNextAsync())
                return false;
        }
        catch (Exception e) when (finished && !ct.IsCancellationRequested && e is IOException or OperationCanceledException)
        {
            // What came after the finish reason would only have been counts.
            return false;
        }
        catch (BoundedStream.EndlessException)
        {
            throw wire.Fail(new(ModelFailureKind.Endless, "The model server sent more than is taken for one reply."));
        }
        catch (Exception e) when (e is IOException or JsonException or InvalidOperationException or InvalidDataException)
        {
            throw wire.Fail(new(ModelFailureKind.Interrupted, $"The stream broke ({e.GetType().Name})."));
        }
        if (events.Current.Data.IsError)
            throw wire.Fail(new(ModelFailureKind.Interrupted, "The model server sent an error inside the stream."));
        if (events.Current.Data.Finish is not null)
        {
            finished = true;
            patience.Change(PatienceAfterFinish, Timeout.InfiniteTimeSpan);
        }
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            patience.Dispose();
            body.Dispose();
            reading.Dispose();
        }
        base.Dispose(disposing);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Flush() => throw new NotSupportedException();
}
