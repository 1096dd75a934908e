using Markdig.Syntax;

namespace ChatApp.Markup;

/// <summary>A list that still grows: its finished items are kept, and only the text from the last item on is read again.</summary>
internal sealed class OpenList
{
    private readonly ListBlock list;
    private readonly int items;

    private OpenList(ListBlock list, Element shown, int items, int start) => (this.list, Shown, this.items, Start) = (list, shown, items, start);

    /// <summary>The list as it is on the page.</summary>
    public Element Shown { get; set; }

    /// <summary>Where the last item starts, counted from the start of what was read.</summary>
    public int Start { get; }

    /// <summary>For an open text that begins with a list and has nothing else; null when it has no item to keep.</summary>
    public static OpenList? In(string text, ListBlock list, Element shown, int before = 0)
    {
        var start = text.LastIndexOf('\n', Math.Max(0, list[^1].Span.Start - 1)) + 1;
        var alone = list.Count > 1 && text.IndexOf('\n', start) >= 0 && text.AsSpan(start).IndexOfAnyExcept(' ') is >= 0 and <= 3 && text[start] != '\t';
        return alone ? new(list, shown, before + list.Count - 1, start) : null;
    }

    /// <summary>The whole list with what its last item has become and what follows it; null when that is no mere continuation.</summary>
    public OpenList? Continue(string text)
    {
        if (MarkdownReader.Read(text) is not [ListBlock more] || more.IsOrdered != list.IsOrdered || more.BulletType != list.BulletType
            || more.OrderedDelimiter != list.OrderedDelimiter || (more.IsLoose && !list.IsLoose))
            return null;
        more.IsLoose = list.IsLoose;
        var whole = Shown.With(items, (Element)BlockWriter.Write(more)!);
        return In(text, more, whole, items) ?? new(list, whole, items, 0);
    }
}
