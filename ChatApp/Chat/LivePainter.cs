using ChatApp.Markup;
using ChatApp.Replies;

namespace ChatApp.Chat;

/// <summary>Draws a live text as it grows: the first words at once, then at most about ten times a second, and only after the browser has acknowledged the paint before.</summary>
internal sealed class LivePainter(TimeProvider time)
{
    private static readonly TimeSpan BetweenPaints = TimeSpan.FromMilliseconds(90);
    private static readonly TimeSpan BetweenFirstPaints = TimeSpan.FromMilliseconds(40);

    // Words come in batches, a batch in several pieces: without it a paint would show half of one, and the rest would keep the next waiting.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(8);

    /// <summary>UTF-16 units that count as first words.</summary>
    private const int FirstWords = 40;
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
            var rest = (document().Length < FirstWords ? BetweenFirstPaints : BetweenPaints) - time.GetElapsedTime(paintedAt);
            if (document().Length > 0)
                await Task.Delay(rest > Gathering ? rest : Gathering, time, ct);
            if (!wanted())
                return;
            document().Append(live.ReadFrom(document().Length));
            painted = new(TaskCreationOptions.RunContinuationsAsynchronously);
            paintedAt = time.GetTimestamp();
            paint();
        }
    }
}
