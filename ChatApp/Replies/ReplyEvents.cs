using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ChatApp.Data;

namespace ChatApp.Replies;

/// <summary>One reply as a stream of events for programs: status, position, text as it grows, done.</summary>
internal sealed class ReplyEvents(ReplyReading reading, LiveReplies live, LineBoard board, PersonChanges changes, TimeProvider time)
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    /// <summary>How often the row is read while the reply runs in another process.</summary>
    private static readonly TimeSpan Elsewhere = TimeSpan.FromSeconds(1);

    internal sealed record Delta(int Offset, string Text);

    internal sealed record StatusEvent(string Status, string? Error = null);

    internal sealed record PositionEvent(int Position, double? Eta, string Reason);

    internal sealed record DoneEvent(string Status, string? Error, int Length);

    /// <summary>Ends with the reply, or quietly as soon as nobody listens or the host stops.</summary>
    /// <param name="offset">UTF-16 units that the client has already.</param>
    public async IAsyncEnumerable<SseItem<object>> ReadAsync(Guid personId, Guid replyId, int offset, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var items = FollowAsync(personId, replyId, offset, ct).GetAsyncEnumerator(CancellationToken.None);
        while (await NextAsync(items, ct))
            yield return items.Current;
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<SseItem<object>> items, CancellationToken ct)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return false;
        }
    }

    private async IAsyncEnumerable<SseItem<object>> FollowAsync(Guid personId, Guid replyId, int offset, [EnumeratorCancellation] CancellationToken ct)
    {
        // Subscribe, then read the row, then the live text: any other order misses an end in between.
        var signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var subscription = changes.Subscribe(personId, change =>
        {
            if (change.Kind is ChangeKind.Places || change.ReplyId == replyId)
                signals.Writer.TryWrite(true);
        });
        ReplyStatus? told = null;
        Place? place = null;
        while (await reading.ReadRowAsync(personId, replyId, ct) is { Reply: var reply, Text: var saved })
        {
            if (reply.Status != told)
                yield return Item("status", new StatusEvent(reply.Status.Name(), reply.Error?.ToString()), offset);
            told = reply.Status;
            if (reply.Status is ReplyStatus.Queued && board.PlaceOf(replyId) is { } now && now != place)
                yield return Item("position", new PositionEvent((place = now).Position, now.Eta?.TotalSeconds, now.Reason.ToWaiter), offset);

            var text = reply.Status.IsFinal() ? null : live.Find(replyId);
            while (text is not null && await GrowsAsync(text, told, offset, ct) is { } grown)
            {
                if (!grown)
                {
                    yield return Ping(offset);
                    continue;
                }
                var tail = text.ReadFrom(offset);
                yield return Item("delta", new Delta(offset, tail), offset += tail.Length);
                if (told is not ReplyStatus.Streaming)
                    break;
                await Task.Delay(Pace, time, ct);
            }
            if (text is null && saved.Length > offset)
            {
                var from = offset;
                yield return Item("delta", new Delta(from, saved[from..]), offset = saved.Length);
            }
            if (reply.Status.IsFinal())
            {
                yield return Item("done", new DoneEvent(reply.Status.Name(), reply.Error?.ToString(), saved.Length), offset);
                yield break;
            }
            if (text is { Ended: true })
                continue;
            if (!await SignalledAsync(signals.Reader, reply.Status.IsRunning() && text is null ? Elsewhere : KeepAlive, ct))
                yield return Ping(offset);
        }
    }

    // Before the first token there is nothing to wait for here: the signal says when it came.
    /// <returns>Null when no more comes this way, false when nothing came for a while.</returns>
    private async ValueTask<bool?> GrowsAsync(LiveText text, ReplyStatus? told, int offset, CancellationToken ct)
    {
        if (text.Length > offset)
            return true;
        if (told is not ReplyStatus.Streaming)
            return null;
        bool? grown = null;
        return await WithinAsync(KeepAlive, async limit => grown = await text.ChangedAsync(offset, limit) ? true : null, ct) ? grown : false;
    }

    private Task<bool> SignalledAsync(ChannelReader<bool> signals, TimeSpan atMost, CancellationToken ct) =>
        WithinAsync(atMost, async limit => await signals.ReadAsync(limit), ct);

    private async Task<bool> WithinAsync(TimeSpan atMost, Func<CancellationToken, Task> wait, CancellationToken ct)
    {
        using var timer = new CancellationTokenSource(atMost, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, timer.Token);
        try
        {
            await wait(limit.Token);
            return true;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    private static SseItem<object> Ping(int offset) => Item("ping", new object(), offset);

    private static SseItem<object> Item(string type, object data, int offset) => new(data, type) { EventId = offset.ToString(System.Globalization.CultureInfo.InvariantCulture) };
}
