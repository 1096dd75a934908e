using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatApp.E2E.Infrastructure.ModelServer;

/// <summary>
/// What the fake model does with one call, read from the last user message: words of the form <c>key=value</c>.
/// <list type="bullet">
/// <item><c>tokens=40</c>: how many words the answer has; <c>say=blue_sky</c>: the answer itself, underscores are spaces; <c>kind=sample</c>: one of everything markdown has, <c>kind=mixed|prose|code</c>: so many words of that, and THE-END; <c>kind=counted</c>: so many words that say which call with this message it is; <c>kind=clock</c>: so many words that say when they were sent; <c>kind=parts</c>: a line for each part of the message, with its type, size in bytes and SHA-256</item>
/// <item><c>rate=50</c>: words a second (0, the default: as fast as it can)</item>
/// <item><c>gate=name@3</c>: waits before word 3 (0: before the headers) until the gate is opened; may stand several times</item>
/// <item><c>fail=429|500|…</c>, <c>fail=cut@3</c> (ends without a reason to finish), <c>fail=reset@3</c>, <c>fail=hang@3</c>, <c>fail=garbage</c>; <c>times=1</c>: only the first call with this message fails</item>
/// </list>
/// </summary>
internal sealed partial record FakeScript(
    IReadOnlyList<string> Words, int Rate, IReadOnlyList<(string Name, int Before)> Gates, string? Fail, int FailAt, int FailTimes)
{
    /// <param name="time">The how-manieth call with this message it is.</param>
    public static FakeScript Read(string message, int time = 1, IReadOnlyList<FakePart>? parts = null)
    {
        var values = Pair().Matches(message).ToLookup(m => m.Groups["key"].Value, m => m.Groups["value"].Value);
        var fail = values["fail"].FirstOrDefault()?.Split('@');
        return new FakeScript(
            values["kind"].FirstOrDefault() == "parts" ? Split(string.Join("\n\n", parts ?? [])) : WordsFor(values, message.Length, time),
            Number(values["rate"].FirstOrDefault(), 0),
            [.. values["gate"].Select(g => g.Split('@')).Select(g => (g[0], g.Length > 1 ? Number(g[1], 0) : 0))],
            fail?[0],
            fail is [_, var at] ? Number(at, 0) : 0,
            Number(values["times"].FirstOrDefault(), int.MaxValue));
    }

    private static IReadOnlyList<string> WordsFor(ILookup<string, string> values, int seed, int time)
    {
        if (values["kind"].FirstOrDefault() == "counted")
            return [.. Enumerable.Range(1, Number(values["tokens"].FirstOrDefault(), 12)).Select(n => $"{(n == 1 ? "" : " ")}{time}w{n}")];
        if (values["say"].FirstOrDefault() is { } said)
            return Split(said.Replace('_', ' '));
        if (values["kind"].FirstOrDefault() == "sample")
            return Split(FakeTexts.Sample);
        if (values["kind"].FirstOrDefault() == "clock")
            return new ClockWords(Number(values["tokens"].FirstOrDefault(), 12));
        if (values["kind"].FirstOrDefault() is "mixed" or "prose" or "code")
            return [.. FakeProse.Words(values["kind"].First(), Number(values["tokens"].FirstOrDefault(), 12), seed), "\n\nTHE-END"];
        return [.. Enumerable.Range(1, Number(values["tokens"].FirstOrDefault(), 12)).Select(n => n == 1 ? "word1" : $" word{n}")];
    }

    private static IReadOnlyList<string> Split(string text) => [.. Piece().Matches(text).Select(m => m.Value)];

    private static int Number(string? text, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    [GeneratedRegex(@"\b(?<key>tokens|say|kind|rate|gate|fail|times)=(?<value>\S+)")]
    private static partial Regex Pair();

    [GeneratedRegex(@"\s*\S+|\s+$")]
    private static partial Regex Piece();
}
