namespace ChatApp.Markup;

/// <summary>A code block: a line with the language and the button to copy, and the code, which scrolls inside itself.</summary>
internal static class CodePiece
{
    private const int LongestName = 30;

    public static Element Whole(string? language, string code) =>
        Around(language, new CodeColors(CodeLanguage.Named(language)).Next(code, end: true));

    public static Element Around(string? language, params string[] code) =>
        new("div", [("class", "code")],
            new Run($"<div><span>{Encoded.Text(Shown(language))}</span><button type=\"button\" class=\"copy-code\">Copy code</button></div>"),
            new Element("pre", [("tabindex", "0")], new Element("code", new Run(code))));

    /// <summary>Code that came in pieces has seams where a string or a comment was cut; nobody sees them.</summary>
    public static string Seamless(string html) =>
        html.Replace("</i><i>", "", StringComparison.Ordinal).Replace("</u><u>", "", StringComparison.Ordinal);

    private static string Shown(string? language) => language is null ? "" : language.Length <= LongestName ? language : language[..LongestName];
}
