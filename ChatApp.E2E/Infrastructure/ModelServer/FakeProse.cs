namespace ChatApp.E2E.Infrastructure.ModelServer;

/// <summary>Long answers in markdown, of words that no other answer has, so that a connection that compresses gains no more than with real ones.</summary>
internal static class FakeProse
{
    private const string Syllables = "ar be co du el fi go ha im jo ka lo mu ne or pi qua ri so ta ul va we xi yo zu ment ness tion able";

    /// <param name="kind"><c>mixed</c> (prose, lists, code, tables in turn), <c>prose</c> or <c>code</c>.</param>
    public static List<string> Words(string kind, int count, int seed)
    {
        var random = new Random(seed);
        var syllables = Syllables.Split(' ');
        var vocabulary = Enumerable.Range(0, 3_000).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => syllables[random.Next(syllables.Length)]))).ToArray();
        var words = new List<string>(count);
        for (var part = 0; words.Count < count; part++)
            words.AddRange(Part(kind is "mixed" ? part % 4 : kind is "code" ? 2 : 0, part).Take(count - words.Count));
        return words;

        // Frequent words come more often.
        string Word() => vocabulary[(int)(random.NextDouble() * random.NextDouble() * vocabulary.Length)];

        IEnumerable<string> Part(int style, int number) => style switch
        {
            0 => [$"\n\n## Part", $" {number}\n\n", .. Enumerable.Range(1, 60).Select(n => (n % 17 == 0 ? $"**{Word()}**" : Word()) + (n % 20 == 0 ? ".\n\n" : " "))],
            1 => Enumerable.Range(1, 8).SelectMany(n => new[] { "\n-", " point", $" {n}", $" with `{Word()}`", $" and *{Word()}*", $" {Word()}" }),
            2 => ["\n\n```csharp\n", .. Enumerable.Range(1, 30).SelectMany(n => new[] { "var", $" {Word()}{n}", " =", $" Compute({number},", $" {n});", " //", $" {Word()}", $" {Word()}\n" }), "```\n\n"],
            _ => ["\n\n| name | value | note |\n|---|---|---|\n", .. Enumerable.Range(1, 6).SelectMany(n => new[] { $"| {Word()}", $" | {n * number}", $" | {Word()}", " |\n" })],
        };
    }
}
