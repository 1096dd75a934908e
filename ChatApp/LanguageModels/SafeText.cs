namespace ChatApp.LanguageModels;

/// <summary>Text in pieces made whole: half a surrogate pair at the end of a piece waits for its other half, a lone half becomes U+FFFD.</summary>
internal sealed class SafeText
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
        return Repaired(piece);
    }

    /// <summary>What still waited when nothing more came.</summary>
    public string Rest()
    {
        var rest = held is null ? "" : "\uFFFD";
        held = null;
        return rest;
    }

    private static string Repaired(string text)
    {
        if (IsWhole(text))
            return text;
        var whole = text.ToCharArray();
        for (var i = 0; i < whole.Length; i++)
        {
            if (i + 1 < whole.Length && char.IsSurrogatePair(whole[i], whole[i + 1]))
                i++;
            else if (char.IsSurrogate(whole[i]))
                whole[i] = '\uFFFD';
        }
        return new(whole);
    }

    private static bool IsWhole(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            // A broken half is enumerated as the replacement character; a true one costs only the slower way.
            if (rune.Value == 0xFFFD)
                return false;
        }
        return true;
    }
}
