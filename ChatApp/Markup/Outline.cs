namespace ChatApp.Markup;

/// <summary>
/// A reply's headings in the page's outline: below the message's own second level, and none skipped on the way down, whatever level the model
/// began with. How they look stays what was written.
/// </summary>
internal static class Outline
{
    private const int Message = 2;
    private const int Deepest = 6;

    /// <summary><paramref name="fresh"/> as it is to stand after <paramref name="before"/>.</summary>
    public static List<Piece> After(IEnumerable<Piece> before, IEnumerable<Piece> fresh)
    {
        List<Piece> placed = [.. before];
        var known = placed.Count;
        foreach (var piece in fresh)
            placed.Add(piece is Element { Heading: { } written } heading ? heading.AtLevel(LevelBelow(placed, written)) : piece);
        return placed[known..];
    }

    private static int LevelBelow(List<Piece> placed, int written)
    {
        var above = placed.FindLast(piece => piece is Element { Heading: { } other } && other < written);
        return Math.Min((above as Element)?.Level + 1 ?? Message + 1, Deepest);
    }
}
