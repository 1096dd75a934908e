using System.Text;
using System.Text.Json;

namespace ChatApp.Files.Reader;

/// <summary>Collects a document's text page by page, up to a limit of characters.</summary>
internal sealed class TextSink(int maxCharacters)
{
    private readonly List<DocumentPage> pages = [];
    private readonly StringBuilder page = new();
    private int left = maxCharacters;

    /// <summary>Nothing more is taken.</summary>
    public bool IsFull => left <= 0;

    /// <summary>Something was left out.</summary>
    public bool IsCut { get; set; }

    public void Append(ReadOnlySpan<char> text)
    {
        if (text.Length > left)
        {
            IsCut = true;
            text = text[..left];
            if (text.Length > 0 && char.IsHighSurrogate(text[^1]))
                text = text[..^1];
            left = 0;
        }
        left -= Math.Min(left, text.Length);
        page.Append(text);
    }

    public void EndPage()
    {
        pages.Add(new(pages.Count + 1, page.ToString().Trim().Replace('\0', ' ')));
        page.Clear();
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(new DocumentText(pages, IsCut), DocumentText.Json);
}
