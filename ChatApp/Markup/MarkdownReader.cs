using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Extensions.Footnotes;
using Markdig.Syntax;

namespace ChatApp.Markup;

/// <summary>Text to top-level blocks. The extensions are named one by one: the ready-made sets bring event handlers and frames.</summary>
internal static class MarkdownReader
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml().UsePipeTables().UseTaskLists().UseEmphasisExtras(EmphasisExtraOptions.Strikethrough).UseAutoLinks().UseFootnotes().Build();

    /// <exception cref="TooMuchException">The text would cost too much.</exception>
    public static MarkdownDocument Read(string text)
    {
        Limits.Check(text);
        return Markdown.Parse(text, Pipeline);
    }

    /// <summary>All blocks of a finished text, footnotes at the end.</summary>
    public static List<Piece> Whole(string text)
    {
        var pieces = new List<Piece>();
        foreach (var block in Read(text))
            if (BlockWriter.Write(block) is { } piece)
                pieces.Add(piece);
        return pieces;
    }

    /// <summary>The blocks of a text that still grows, each with what it was read from. Footnotes wait for the end of the text.</summary>
    public static List<(Block Source, Piece Piece)> Open(string text)
    {
        var pieces = new List<(Block, Piece)>();
        foreach (var block in Read(text))
            if (block is not FootnoteGroup && BlockWriter.Write(block) is { } piece)
                pieces.Add((block, piece));
        return pieces;
    }
}
