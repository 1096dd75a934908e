using System.Text;

namespace ChatApp.Markup;

/// <summary>
/// Colours code as it comes, each character once: b for keywords, u for strings, i for comments. What has been handed out
/// never changes, so a growing block sends each line once; a word or mark that may still go on waits for the next call.
/// </summary>
internal sealed class CodeColors(CodeLanguage? language)
{
    private const int LongestWord = 200;
    private string held = "";
    private char last = '\n';
    private (string Close, string Tag, bool OneLine)? inside;

    /// <summary>Safe HTML of the next piece of code.</summary>
    public string Next(string code, bool end = false)
    {
        if (language is null)
            return Encoded.Text(code);
        var text = (held + code).AsSpan();
        var html = new StringBuilder(text.Length + 32);
        var at = 0;
        while (at < text.Length && Take(language, text[at..], end, html) is > 0 and var taken)
            last = text[(at += taken) - 1];
        held = text[at..].ToString();
        return html.ToString();
    }

    private int Take(CodeLanguage known, ReadOnlySpan<char> text, bool end, StringBuilder html)
    {
        if (inside is not null)
            return TakeInside(text, end, html);
        if (IsWord(text[0]))
            return TakeWord(known, text, end, html);
        if (Opening(known, text, end) is not { } opening)
        {
            Encoded.Append(html, text[..1]);
            return 1;
        }
        if (opening.Length == 0)
            return 0;
        inside = (opening.Close, opening.Tag, opening.OneLine);
        Wrap(html, opening.Tag, text[..opening.Length]);
        return opening.Length;
    }

    // The answer of length 0 means: wait, this may become a longer mark.
    private (int Length, string Close, string Tag, bool OneLine)? Opening(CodeLanguage known, ReadOnlySpan<char> text, bool end)
    {
        foreach (var (open, close, tag) in known.Spans)
            if (text.StartsWith(open))
                return (open.Length, close, tag, false);
            else if (!end && text.Length < open.Length && open.AsSpan().StartsWith(text))
                return (0, "", "", false);
        var comment = known.LineComment.AsSpan();
        if (comment.Length > 0 && (comment is not "#" || char.IsWhiteSpace(last)))
            if (text.StartsWith(comment))
                return (comment.Length, "\n", "i", true);
            else if (!end && text.Length < comment.Length && comment.StartsWith(text))
                return (0, "", "", false);
        return known.Quotes.Contains(text[0], StringComparison.Ordinal) ? (1, text[..1].ToString(), "u", text[0] != '`') : null;
    }

    private int TakeInside(ReadOnlySpan<char> text, bool end, StringBuilder html)
    {
        var (close, tag, oneLine) = inside!.Value;
        for (var i = 0; i < text.Length; i++)
        {
            if (oneLine && text[i] == '\n')
                return Leave(text[..i], 1);
            if (tag == "u" && text[i] == '\\')
            {
                if (i + 1 < text.Length && text[i + 1] != '\n')
                    i++;
                else if (i + 1 == text.Length && !end)
                    return Stay(text[..i]);
            }
            else if (text[i..].StartsWith(close))
                return Leave(text[..(i + close.Length)], 0);
            else if (!end && text.Length - i < close.Length && close.AsSpan().StartsWith(text[i..]))
                return Stay(text[..i]);
        }
        return Stay(text);

        int Stay(ReadOnlySpan<char> shown)
        {
            Wrap(html, tag, shown);
            return shown.Length;
        }

        int Leave(ReadOnlySpan<char> shown, int newLine)
        {
            inside = null;
            Wrap(html, tag, shown);
            html.Append('\n', newLine);
            return shown.Length + newLine;
        }
    }

    private static int TakeWord(CodeLanguage known, ReadOnlySpan<char> text, bool end, StringBuilder html)
    {
        var length = 1;
        while (length < text.Length && IsWord(text[length]))
            length++;
        if (length == text.Length && !end && length < LongestWord)
            return 0;
        if (length < LongestWord && known.Keywords.Contains(text[..length]))
            html.Append("<b>").Append(text[..length]).Append("</b>");
        else
            Encoded.Append(html, text[..length]);
        return length;
    }

    private static void Wrap(StringBuilder html, string tag, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return;
        var reopen = "</" + tag + ">";
        if (html.Length >= reopen.Length && html.ToString(html.Length - reopen.Length, reopen.Length) == reopen)
            html.Length -= reopen.Length;
        else
            html.Append('<').Append(tag).Append('>');
        Encoded.Append(html, text).Append(reopen);
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' or '@';
}
