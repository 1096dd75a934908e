using ChatApp.Markup;

namespace ChatApp.Tests.Markup;

/// <summary>What a document shows, as HTML.</summary>
internal static class Shown
{
    public static string Html(string markdown) => Html(ReplyDocument.Parse(markdown));

    public static string Html(ReplyDocument document) => string.Join('\n', Blocks(document));

    public static List<string> Blocks(ReplyDocument document) =>
        [.. document.Blocks.Select(block => CodePiece.Seamless(block.Html()))];

    public static ReplyDocument Streamed(string markdown, params int[] cuts)
    {
        var document = new ReplyDocument();
        var from = 0;
        foreach (var cut in cuts.Append(markdown.Length))
        {
            document.Append(markdown[from..cut]);
            from = cut;
        }
        return document;
    }
}
