using System.Text;

namespace ChatApp.Markup;

/// <summary>Text made harmless in HTML, between tags and inside double quotes.</summary>
internal static class Encoded
{
    public static string Text(string text) =>
        text.AsSpan().ContainsAny("&<>\"\0") ? Append(new StringBuilder(text.Length + 16), text).ToString() : text;

    public static StringBuilder Append(StringBuilder html, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            _ = c switch
            {
                '&' => html.Append("&amp;"),
                '<' => html.Append("&lt;"),
                '>' => html.Append("&gt;"),
                '"' => html.Append("&quot;"),
                '\0' => html.Append('\uFFFD'),
                _ => html.Append(c)
            };
        return html;
    }
}
