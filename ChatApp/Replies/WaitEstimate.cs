namespace ChatApp.Replies;

/// <summary>When the waiting replies of one endpoint start, if every reply takes as long as the recent ones did.</summary>
internal static class WaitEstimate
{
    /// <summary>Below this many finished replies there is too little to go by.</summary>
    public const int Fewest = 5;

    /// <summary>How many of the newest durations count.</summary>
    public const int Window = 50;

    // Durations are skewed: the mean of a log-normal with σ 0.5 is 1.13 times its median, and sums go with the mean.
    private const double MeanOverMedian = 1.13;

    /// <param name="median">Of the endpoint's recent durations.</param>
    /// <param name="elapsed">How long each running reply has run.</param>
    /// <param name="count">How many wait.</param>
    /// <returns>The time until each starts, in their order.</returns>
    public static TimeSpan[] Starts(TimeSpan median, int slots, IEnumerable<TimeSpan> elapsed, int count)
    {
        var mean = median.TotalSeconds * MeanOverMedian;
        var free = new PriorityQueue<double, double>();
        var running = 0;
        foreach (var time in elapsed)
        {
            running++;
            var end = Remaining(median.TotalSeconds, time.TotalSeconds);
            free.Enqueue(end, end);
        }
        for (var slot = running; slot < slots; slot++)
            free.Enqueue(0, 0);

        // With fewer slots than running replies (the number was lowered), the first ends free none.
        for (var extra = slots; extra < running; extra++)
            free.Dequeue();

        var starts = new TimeSpan[count];
        for (var i = 0; i < count; i++)
        {
            var start = free.Dequeue();
            starts[i] = TimeSpan.FromSeconds(start);
            free.Enqueue(start + mean, start + mean);
        }
        return starts;
    }

    /// <returns>Null when there are fewer than <see cref="Fewest"/>.</returns>
    public static TimeSpan? Median(IReadOnlyCollection<TimeSpan> durations)
    {
        if (durations.Count < Fewest)
            return null;
        var sorted = durations.Order().ToArray();
        return sorted.Length % 2 == 1
            ? sorted[sorted.Length / 2]
            : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }

    // A reply that has run for long will run on for a while: its rest never falls below a share of the median.
    private static double Remaining(double median, double elapsed) => Math.Max(median * MeanOverMedian - elapsed, median * 0.35);
}
