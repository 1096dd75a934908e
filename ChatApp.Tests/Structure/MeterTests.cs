using System.Text.RegularExpressions;

namespace ChatApp.Tests.Structure;

public sealed partial class MeterTests
{
    [Fact]
    public void EveryMeterIsInTheReadme()
    {
        var readme = Abbreviation().Replace(File.ReadAllText(Path.Combine(Source.Root, "..", "README.md")),
            names => string.Join(' ', names.Groups["last"].Value.Split('|').Select(last => names.Groups["first"].Value + last)));
        var meters = Source.Files(".cs").SelectMany(file => Creation().Matches(file.Text)).Select(made => made.Groups["name"].Value).ToList();

        Assert.True(meters.Count >= 8);
        Assert.All(meters, meter => Assert.Contains(meter, readme, StringComparison.Ordinal));
    }

    [GeneratedRegex("""\.Create(Observable)?(Counter|Gauge|Histogram|UpDownCounter)(<\w+>)?\("(?<name>[^"]+)""")]
    private static partial Regex Creation();

    /// <summary>Names that differ in their last word stand there as one: <c>chatapp.reply.wait|duration</c>.</summary>
    [GeneratedRegex("""`(?<first>[a-z_.]+\.)(?<last>[a-z_]+(\|[a-z_]+)+)`""")]
    private static partial Regex Abbreviation();
}
