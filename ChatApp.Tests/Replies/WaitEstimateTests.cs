using ChatApp.Replies;

namespace ChatApp.Tests.Replies;

public sealed class WaitEstimateTests
{
    [Fact]
    public void FewerThanFiveDurationsSayNothing()
    {
        Assert.Null(WaitEstimate.Median([.. Enumerable.Repeat(TimeSpan.FromSeconds(3), 4)]));
        Assert.Equal(TimeSpan.FromSeconds(3), WaitEstimate.Median([.. Enumerable.Repeat(TimeSpan.FromSeconds(3), 5)]));
    }

    [Fact]
    public void AFreeSlotMeansNow() =>
        Assert.Equal([TimeSpan.Zero, TimeSpan.Zero], WaitEstimate.Starts(TimeSpan.FromSeconds(10), 2, [], 2));

    [Fact]
    public void LoweredSlotsFreeNothingAtTheFirstEnd()
    {
        var two = WaitEstimate.Starts(TimeSpan.FromSeconds(10), 2, [TimeSpan.FromSeconds(9), TimeSpan.Zero], 1);
        var one = WaitEstimate.Starts(TimeSpan.FromSeconds(10), 1, [TimeSpan.FromSeconds(9), TimeSpan.Zero], 1);

        Assert.True(one[0] > two[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void TheMedianErrorAgainstASimulatedQueueIsWithin30Percent(int slots)
    {
        var random = new Random(20261123);
        var errors = new List<double>();
        for (var run = 0; run < 400; run++)
        {
            // Recent durations give the median; the running replies are caught at a random moment of their life.
            var recent = Enumerable.Range(0, WaitEstimate.Window).Select(_ => TimeSpan.FromSeconds(Duration(random))).ToList();
            var running = Enumerable.Range(0, slots).Select(_ => InProgress(random)).ToList();
            var estimates = WaitEstimate.Starts(WaitEstimate.Median(recent)!.Value, slots, running.Select(it => TimeSpan.FromSeconds(it.Elapsed)), 20);
            var free = running.Select(it => it.Total - it.Elapsed).ToList();
            for (var position = 0; position < 20; position++)
            {
                var slot = free.IndexOf(free.Min());
                errors.Add(Math.Abs(estimates[position].TotalSeconds - free[slot]) / free[slot]);
                free[slot] += Duration(random);
            }
        }
        errors.Sort();
        Assert.True(errors[errors.Count / 2] <= 0.30, $"median error {errors[errors.Count / 2]:P0}");
    }

    // Log-normal, σ 0.5, median 20 s.
    private static double Duration(Random random) =>
        20 * Math.Exp(0.5 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    // A moment catches long replies more often than short ones.
    private static (double Total, double Elapsed) InProgress(Random random)
    {
        while (true)
        {
            var total = Duration(random);
            if (random.NextDouble() * 200 < total)
                return (total, random.NextDouble() * total);
        }
    }
}
