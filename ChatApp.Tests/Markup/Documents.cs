using CsCheck;

namespace ChatApp.Tests.Markup;

/// <summary>Markdown put together at random.</summary>
internal static class Documents
{
    private static readonly string[] Pieces =
    [
        "word ", "another ", "*", "**", "_", "~~", "`", "``", "[", "](", ")", "!", "<", ">", "\\", "&amp;", "\n", "\n", "\n\n", "\n\n", "  ", "    ", "\t",
        "- ", "* ", "+ ", "1. ", "2. ", "3) ", "# ", "### ", "> ", "\n```\n", "\n```cs\n", "\n~~~\n", "---", "\n---\n", "===", "| a | b |\n", "|---|---|\n", "| ", "- [ ] ", "- [x] ", "https://a.example/ ", "é", "👍", "\r\n"
    ];

    private static readonly string[] Poison =
    [
        "javascript:alert(1)", "<javascript:alert(1)>", "[x](javascript:alert(1))", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"", "'", "onclick=x ", "{onclick=x}", "data:text/html,x", "&#106;", "&colon;", "\0",
        "![", "[r]: javascript:x\n", "[r]", "[^1]", "\n[^1]: note\n", "<!--", "-->", "<![CDATA[", "]]>", "</p>", "<http://a\"b>", "www.a.example\"x", "mailto:a@b", "//evil.example"
    ];

    /// <summary>Nothing in these looks back, so each shows the same before its end and after.</summary>
    public static readonly Gen<string> Plain = Of(Pieces);

    public static readonly Gen<string> Hostile = Of([.. Pieces, .. Poison, .. Poison]);

    private static Gen<string> Of(string[] parts) => Gen.Int[0, parts.Length - 1].Select(i => parts[i]).Array[0, 60].Select(string.Concat);
}
