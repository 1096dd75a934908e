namespace ChatApp.Replies;

/// <summary>The figures of one endpoint, or of all together. Titles are counted nowhere.</summary>
/// <param name="Slots">How many may run at once.</param>
/// <param name="OldestWait">Of what waits now; zero when nothing does.</param>
/// <param name="LastHour">What ended in the last hour.</param>
/// <param name="TokensPerSecond">What models send just now.</param>
public sealed record LineFigures(int Queued, int Processing, int Streaming, int Slots, TimeSpan OldestWait, HourFigures LastHour, double TokensPerSecond)
{
    public int Busy => Processing + Streaming;
}

/// <summary>Replies that ended within the last hour; times are null while there is none.</summary>
/// <param name="WaitMedian">From being sent to being taken up, of all that were taken up.</param>
/// <param name="FirstTokenMedian">From being taken up to the first token.</param>
/// <param name="DurationMedian">From being taken up to the end, of the completed ones.</param>
public sealed record HourFigures(int Completed, int Failed, int Stopped, TimeSpan? WaitMedian, TimeSpan? WaitLong, TimeSpan? FirstTokenMedian, TimeSpan? FirstTokenLong, TimeSpan? DurationMedian);
