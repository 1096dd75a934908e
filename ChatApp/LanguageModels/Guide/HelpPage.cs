using System.Text.RegularExpressions;

namespace ChatApp.LanguageModels.Guide;

/// <summary>ChatApp's help page and the search in it.</summary>
internal sealed partial class HelpPage
{
    private const double Enough = 0.45;

    public HelpPage()
    {
        using var stream = typeof(HelpPage).Assembly.GetManifestResourceStream("ChatApp.LanguageModels.Guide.help.md")!;
        using var reader = new StreamReader(stream);
        Sections = [.. Section().Matches(reader.ReadToEnd().ReplaceLineEndings("\n")).Select(Read)];
    }

    public IReadOnlyList<HelpSection> Sections { get; }

    public HelpSection this[string title] => Sections.First(section => section.Title == title);

    /// <summary>The sections that answer a question, best first; none when nothing fits well enough.</summary>
    public IReadOnlyList<HelpSection> Find(string question)
    {
        var asked = HelpWords.Of(question);
        if (asked.Count == 0)
            return [];
        var found = Sections.Select(section => (Section: section, Score: Score(section, asked)))
            .Where(hit => hit.Score >= Enough)
            .OrderByDescending(hit => hit.Score)
            .ToList();
        return [.. found.TakeWhile(hit => hit.Score >= found[0].Score * 0.7).Take(3).Select(hit => hit.Section)];
    }

    // The share of the question's words that the section knows, those in its title counting most and those in few sections more than those in many.
    private double Score(HelpSection section, HashSet<string> asked) =>
        asked.Sum(word => Rarity(word) * (section.TitleWords.Contains(word) ? 1.5 : section.Words.Contains(word) ? 1 : section.BodyWords.Contains(word) ? 0.3 : 0))
        / asked.Sum(Rarity);

    private double Rarity(string word) =>
        1 / (1 + Math.Log(1 + Sections.Count(section => section.TitleWords.Contains(word) || section.Words.Contains(word))));

    private static HelpSection Read(Match match)
    {
        var (title, body) = (match.Groups["title"].Value, match.Groups["body"].Value.Trim());
        return new(title, body, HelpWords.Of(title), HelpWords.Of(match.Groups["words"].Value), HelpWords.Of(body));
    }

    [GeneratedRegex(@"^## (?<title>.+)\n<!-- words: (?<words>.+) -->\n(?<body>(?:(?!## ).*\n?)*)", RegexOptions.Multiline)]
    private static partial Regex Section();
}
