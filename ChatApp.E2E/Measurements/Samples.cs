using System.Diagnostics;
using System.Globalization;

namespace ChatApp.E2E.Measurements;

/// <summary>Times of the same thing done many times, in milliseconds.</summary>
internal sealed class Samples
{
    private readonly List<double> times = [];

    public double Median => At(0.5);

    public async Task TimeAsync(Func<Task> action)
    {
        var began = Stopwatch.GetTimestamp();
        await action();
        Add(Stopwatch.GetElapsedTime(began));
    }

    public void Add(TimeSpan time)
    {
        lock (times)
            times.Add(time.TotalMilliseconds);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"median {Median,8:0.00} ms   p95 {At(0.95),8:0.00}   max {At(1),8:0.00}   n {times.Count}");

    public double At(double part)
    {
        lock (times)
        {
            var sorted = times.Order().ToList();
            return sorted.Count == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Count - 1, part * sorted.Count)];
        }
    }
}
