using ChatApp.Markup;
using ChatApp.Replies;

namespace ChatApp.Chat;

/// <summary>Draws a live text as it grows: at most about ten times a second, and only after the browser has acknowledged the paint before.</summary>
internal sealed class LivePainter(TimeProvider time)
{
    private static readonly TimeSpan BetweenPaints = TimeSpan.FromMilliseconds(90);
    private TaskCompletionSource painted = new();
    private long paintedAt;

    /// <summary>Call it after each render, from the first on.</summary>
    public void Painted() => painted.TrySetResult();

    /// <summary>Returns when the text has ended, or nobody wants it to grow any more.</summary>
    public async Task FollowAsync(LiveText live, Func<ReplyDocument> document, Func<bool> wanted, Action paint, CancellationToken ct)
    {
        painted.TrySetResult();
        while (wanted() && await live.ChangedAsync(document().Length, ct))
        {
            await painted.Task.WaitAsync(ct);
            var rest = BetweenPaints - time.GetElapsedTime(paintedAt);
            if (rest > TimeSpan.Zero)
                await Task.Delay(rest, time, ct);
            if (!wanted())
                return;
            document().Append(live.ReadFrom(document().Length));
            painted = new(TaskCreationOptions.RunContinuationsAsynchronously);
            paintedAt = time.GetTimestamp();
            paint();
        }
    }
}
