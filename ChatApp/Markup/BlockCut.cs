using Markdig.Syntax;

namespace ChatApp.Markup;

/// <summary>Where an open text can be cut: nothing that follows can change the blocks before.</summary>
internal static class BlockCut
{
    /// <summary>The number of blocks before the cut, and where it lies in the text; null when there is none.</summary>
    public static (int Blocks, int Start)? LastOf(string text, List<(Block Source, Piece Piece)> blocks)
    {
        for (var i = blocks.Count - 1; i > 0; i--)
        {
            var start = text.LastIndexOf('\n', Math.Max(0, blocks[i].Source.Span.Start - 1)) + 1;
            if (IsFinal(text, start, blocks[i].Source, blocks[i - 1].Source))
                return (i, start);
        }
        return null;
    }

    // An unfinished line may still turn out to belong to the block before ("2" after "1. one" becomes "2. two"),
    // and one open paragraph may read as several blocks (a link definition and text, text and a table).
    private static bool IsFinal(string text, int start, Block block, Block before) =>
        text.IndexOf('\n', start) >= 0
        && ReadsAlone(text, start, block)
        && (IsBlank(text, start) || Interrupts(block) || before is HeadingBlock { IsSetext: false } or ThematicBreakBlock or FencedCodeBlock);

    // Further in than this, what is a list or text below a list would be indented code by itself.
    private static bool ReadsAlone(string text, int start, Block block)
    {
        var indent = text.AsSpan(start).IndexOfAnyExcept(' ');
        return block is CodeBlock and not FencedCodeBlock || (indent is >= 0 and <= 3 && text[start + indent] != '\t');
    }

    private static bool Interrupts(Block block) => block is FencedCodeBlock or ThematicBreakBlock or ListBlock or QuoteBlock or HeadingBlock { IsSetext: false };

    private static bool IsBlank(string text, int start)
    {
        if (start < 2)
            return false;
        var before = text.LastIndexOf('\n', start - 2) + 1;
        return text.AsSpan(before, start - before).IsWhiteSpace();
    }
}
