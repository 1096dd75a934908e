using System.Globalization;

namespace ChatApp.Admin.History;

/// <summary>How often which length of time occurred, in classes of 8 %: small, adds up exactly, and tells percentiles within 4 %.</summary>
internal sealed class Sketch
{
    private const double Width = 1.08;

    // Class 0 is up to 1 ms; the last begins at a little over a day.
    private const int Last = 240;
    private readonly SortedDictionary<int, int> counts = [];

    public int Count => counts.Values.Sum();

    public void Add(TimeSpan length) => Add(ClassOf(length.TotalMilliseconds), 1);

    public void Add(Sketch other)
    {
        foreach (var (place, count) in other.counts)
            Add(place, count);
    }

    /// <summary>In milliseconds; null when nothing occurred.</summary>
    /// <param name="share">From 0 to 1; by the nearest rank.</param>
    public double? Percentile(double share)
    {
        var rank = Math.Max(1, (int)Math.Ceiling(share * Count));
        foreach (var (place, count) in counts)
            if ((rank -= count) <= 0)
                return place == 0 ? 1 : Math.Pow(Width, place - 0.5);
        return null;
    }

    public static Sketch Parse(string text)
    {
        var sketch = new Sketch();
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (part.Split(':') is [var place, var count])
                sketch.Add(int.Parse(place, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture));
        return sketch;
    }

    /// <summary>Such as <c>12:3 40:1</c>: class and count.</summary>
    public override string ToString() => string.Join(' ', counts.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key}:{entry.Value}")));

    private void Add(int place, int count) => counts[place] = counts.GetValueOrDefault(place) + count;

    private static int ClassOf(double milliseconds) => milliseconds <= 1 ? 0 : Math.Min(Last, (int)Math.Ceiling(Math.Log(milliseconds, Width)));
}
