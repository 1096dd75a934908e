using Markdig.Syntax;

namespace ChatApp.Markup;

/// <summary>A fenced code block that still grows: each character is read once, and shown lines are never shown again.</summary>
internal sealed class OpenCode
{
    private readonly string? language;
    private readonly char fence;
    private readonly int fenceLength;
    private readonly CodeColors colors;
    private readonly List<string> parts = [];
    private string held = "";
    private bool lineStarts = true, newLineWaits;

    private OpenCode(FencedCodeBlock block)
    {
        language = block.Info;
        fence = block.FencedChar;
        fenceLength = block.OpeningFencedCharCount;
        colors = new(CodeLanguage.Named(language));
    }

    /// <summary>For a text that is an open fenced block from its first character, with its first line complete.</summary>
    public static OpenCode? At(string text, Block block) =>
        block is FencedCodeBlock { ClosingFencedCharCount: 0 } fenced
        && text.StartsWith(fenced.FencedChar) && text.Contains('\n', StringComparison.Ordinal) ? new(fenced) : null;

    public Element Piece => CodePiece.Around(language, [.. parts]);

    /// <summary>Takes in more text. The answer is what stands after the closing line, or null while the block is open.</summary>
    public string? Next(string tail)
    {
        var text = held + tail;
        held = "";
        var code = new System.Text.StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at);
            var line = text[at..(end < 0 ? text.Length : end)];
            if (lineStarts && MayClose(line, complete: end >= 0))
            {
                if (end >= 0)
                    return Close(code.ToString(), text[(end + 1)..]);
                held = line;
                break;
            }
            // The last line break before the closing line is no part of the code, so each waits for what follows it.
            if (newLineWaits)
                code.Append('\n');
            code.Append(line);
            newLineWaits = lineStarts = end >= 0;
            at = end < 0 ? text.Length : end + 1;
        }
        Show(colors.Next(code.ToString()));
        return null;
    }

    private string Close(string code, string rest)
    {
        Show(colors.Next(code, end: true));
        return rest;
    }

    private void Show(string html)
    {
        if (html.Length > 0)
            parts.Add(html);
    }

    private bool MayClose(string line, bool complete)
    {
        var marks = line.TrimStart(' ');
        if (line.Length - marks.Length > 3)
            return false;
        marks = marks.TrimEnd(' ', '\t');
        return marks.Trim(fence).Length == 0 && (marks.Length >= fenceLength || !complete);
    }
}
