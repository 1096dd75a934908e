namespace ChatApp.Replies;

/// <summary>Durations in order of length, so that a percentile is one look however many there are.</summary>
internal sealed class SortedTimes
{
    private const int FewToInsert = 64;
    private readonly List<int> sorted = [];
    private readonly List<int> added = [];

    public void Add(TimeSpan time) => added.Add(Milliseconds(time));

    /// <summary>Takes back one that was added.</summary>
    public void Remove(TimeSpan time)
    {
        Settle();
        if (sorted.BinarySearch(Milliseconds(time)) is >= 0 and var index)
            sorted.RemoveAt(index);
    }

    /// <param name="share">Such as 0.95; between two values it is interpolated.</param>
    /// <returns>Null while there is none.</returns>
    public TimeSpan? Percentile(double share)
    {
        Settle();
        if (sorted.Count == 0)
            return null;
        var rank = share * (sorted.Count - 1);
        var (below, above) = (sorted[(int)rank], sorted[(int)Math.Ceiling(rank)]);
        return TimeSpan.FromMilliseconds(below + (above - below) * (rank - (int)rank));
    }

    private void Settle()
    {
        if (added.Count > FewToInsert)
        {
            sorted.AddRange(added);
            sorted.Sort();
        }
        else
            foreach (var time in added)
                sorted.Insert(sorted.BinarySearch(time) is >= 0 and var index ? index : ~sorted.BinarySearch(time), time);
        added.Clear();
    }

    // Clocks of two machines may differ; nobody waits less than nothing.
    private static int Milliseconds(TimeSpan time) => (int)Math.Clamp(Math.Round(time.TotalMilliseconds), 0, int.MaxValue);
}
