using ChatApp.Admin.History;

namespace ChatApp.Tests.Admin;

public sealed class SketchTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    [InlineData(1)]
    public void APercentileIsWithinFourPercent(double share)
    {
        var random = new Random(7);
        var lengths = Enumerable.Range(0, 2_000).Select(_ => Math.Exp(random.NextDouble() * 15)).Order().ToArray();
        var sketch = new Sketch();
        foreach (var length in lengths)
            sketch.Add(TimeSpan.FromMilliseconds(length));

        var exact = lengths[(int)Math.Ceiling(share * lengths.Length) - 1];

        Assert.InRange(sketch.Percentile(share)!.Value, exact * 0.96, exact * 1.04);
    }

    [Fact]
    public void ItAddsUpAndComesBackFromItsText()
    {
        var (one, other, both) = (new Sketch(), new Sketch(), new Sketch());
        for (var i = 1; i < 500; i++)
        {
            (i % 2 == 0 ? one : other).Add(TimeSpan.FromMilliseconds(i * i));
            both.Add(TimeSpan.FromMilliseconds(i * i));
        }

        var sum = Sketch.Parse(one.ToString());
        sum.Add(Sketch.Parse(other.ToString()));

        Assert.Equal(both.ToString(), sum.ToString());
        Assert.Equal(499, sum.Count);
    }

    [Fact]
    public void ItIsNeverLongerThanItsColumn()
    {
        var sketch = new Sketch();
        for (var i = 0; i < 300; i++)
            for (var times = 0; times < 20; times++)
                sketch.Add(TimeSpan.FromMilliseconds(Math.Pow(1.08, i)));
        Assert.InRange(sketch.ToString().Length, 1, ChatApp.Data.RollUp.SketchLength / 2);
        Assert.Null(new Sketch().Percentile(0.5));
    }
}
