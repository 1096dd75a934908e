namespace ChatApp.Markup;

/// <summary>What a text may ask of the parser, per stretch without an empty line. Beyond it some inputs take seconds, or more stack than there is.</summary>
internal static class Limits
{
    public const int Length = 1_000_000;
    private const int Brackets = 1_000, Emphases = 6_000, Parentheses = 3_000, Nesting = 30;

    public static void Check(string text)
    {
        if (text.Length > Length)
            throw new TooMuchException("too long");
        int brackets = 0, emphases = 0, parentheses = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.IsWhiteSpace())
                brackets = emphases = parentheses = 0;
            brackets += line.Count('[');
            emphases += line.Count('*') + line.Count('_') + line.Count('~');
            parentheses += line.Count('(');
            if (brackets > Brackets || emphases > Emphases || parentheses > Parentheses || Markers(line) > Nesting)
                throw new TooMuchException("too much for one stretch");
        }
    }

    // "> > - 1." at the start of a line: each opens a container. A line of nothing else is a rule, or empty.
    private static int Markers(ReadOnlySpan<char> line)
    {
        var markers = 0;
        foreach (var c in line)
            if (c is '>' or '-' or '+' or '*' or '.' or ')')
                markers++;
            else if (c is not (' ' or '\t') && !char.IsAsciiDigit(c))
                return markers;
        return line.Contains('>') || line.ContainsAny(" \t") ? markers : 0;
    }
}
