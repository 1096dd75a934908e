using ChatApp.Data;

namespace ChatApp.LanguageModels;

/// <summary>Text in pieces made whole: half a surrogate pair at the end of a piece waits for its other half, a lone half and U+0000 become U+FFFD.</summary>
internal sealed class SurrogateRepair
{
    private char? held;

    public string Take(string piece)
    {
        if (piece.Length == 0)
            return piece;
        if (held is { } half)
            (piece, held) = (half + piece, null);
        if (char.IsHighSurrogate(piece[^1]))
            (piece, held) = (piece[..^1], piece[^1]);
        return StorableText.Clean(piece);
    }

    /// <summary>What still waited when nothing more came.</summary>
    public string Rest()
    {
        var rest = held is null ? "" : "\uFFFD";
        held = null;
        return rest;
    }
}
