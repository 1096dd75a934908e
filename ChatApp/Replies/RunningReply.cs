namespace ChatApp.Replies;

internal enum EndCause
{
    None,
    Stopped,

    /// <summary>The host stops.</summary>
    Shutdown,

    /// <summary>Somebody else owns the reply now, or it is gone: write nothing.</summary>
    Lost,

    /// <summary>A title makes room for people.</summary>
    Yielded,

    /// <summary>The model sent nothing for too long.</summary>
    Silence,

    /// <summary>The whole call took too long.</summary>
    OutOfTime,
}

/// <summary>A reply that runs in this process: its claim, its text so far, and the way to end it.</summary>
internal sealed class RunningReply(Claim claim, LiveText text, LiveText thoughts, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource ending = new(Timeout.InfiniteTimeSpan, time);
    private int cause;
    private volatile EndCause limit;

    public Claim Claim { get; } = claim;
    public LiveText Text { get; } = text;

    /// <summary>What the model thought aloud.</summary>
    public LiveText Thoughts { get; } = thoughts;

    /// <summary>Something of it, words or thoughts, is on disk: from now on it may not be asked for again unasked.</summary>
    public bool Begun { get; set; }

    /// <summary>UTF-16 units that are on disk; only the saver and the first write touch it.</summary>
    public int Saved { get; set; }

    /// <summary>The same, of the thoughts.</summary>
    public int SavedThoughts { get; set; }

    /// <summary>The last save may have failed or not: the next one writes all of the text, not its tail. Only the saver touches it.</summary>
    public bool SaveWhole { get; set; }

    /// <summary>Pieces of text and thought that came so far.</summary>
    public int Tokens { get; set; }

    /// <summary>Cancelled by <see cref="End"/> and by <see cref="EndAfter"/> alone.</summary>
    public CancellationToken Ending => ending.Token;

    /// <summary>Why it was ended; as long as nobody ended it, what its limit would be.</summary>
    public EndCause Cause => (EndCause)Volatile.Read(ref cause) is not EndCause.None and var said ? said : limit;

    /// <summary>Ends the model call; the first cause wins.</summary>
    public void End(EndCause why)
    {
        Interlocked.CompareExchange(ref cause, (int)why, (int)EndCause.None);
        try
        {
            ending.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended by itself.
        }
    }

    /// <summary>Ends the model call after this time; each call starts the clock anew.</summary>
    public void EndAfter(TimeSpan span, EndCause why)
    {
        limit = why;
        ending.CancelAfter(span > TimeSpan.Zero ? span : TimeSpan.Zero);
    }

    /// <summary>Takes the limit back.</summary>
    public void EndNever() => ending.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose() => ending.Dispose();
}
