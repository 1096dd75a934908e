using System.Text.RegularExpressions;

namespace ChatApp.Tests.Structure;

/// <summary>Who may use whom. The folders are the architecture, so a new arrow is a decision and stands here first.</summary>
public sealed partial class ArrowTests
{
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Shell"] = ["Account", "Conversations", "Resilience", "Data"],
        ["Chat"] = ["Conversations", "Replies", "LanguageModels", "Files", "Markup", "Account", "Resilience", "Data"],
        ["Conversations"] = ["Replies", "Files", "Markup", "Account", "Resilience", "Data"],
        ["Admin"] = ["Replies", "LanguageModels", "Queue", "Files", "Conversations", "Account", "Resilience", "Data"],
        ["Replies"] = ["LanguageModels", "Files", "Queue", "Account", "Data"],
        ["Files"] = ["Queue", "Account", "Data"],
        ["Account"] = ["Data"],
        ["LanguageModels"] = ["Data"],
        ["Resilience"] = ["Data"],
        ["Queue"] = ["Data"],
        ["Markup"] = [],
        ["Data"] = [],
    };

    [Fact]
    public void EveryFolderIsAPart() => Assert.Empty(
        Directory.GetDirectories(Source.Root).Select(Path.GetFileName).Except([.. Arrows.Keys, "wwwroot", "bin", "obj", "data"]));

    [Fact]
    public void PartsUseOnlyThosePartsTheyMay() => Assert.Empty(
        from file in Source.Files(".cs", ".razor")
        let part = file.Path.Split('/')[0]
        where Arrows.ContainsKey(part)
        from used in Names().Matches(file.Text).Select(match => match.Groups["part"].Value).Distinct()
        where used != part && Arrows.ContainsKey(used) && !Arrows[part].Contains(used)
        select $"{file.Path} uses {used}");

    // Both `using ChatApp.Part` and a name written out in full.
    [GeneratedRegex(@"\bChatApp\.(?<part>[A-Z][A-Za-z]+)\b")]
    private static partial Regex Names();
}
