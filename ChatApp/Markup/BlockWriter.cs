using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using MarkdigBlock = Markdig.Syntax.Block;

namespace ChatApp.Markup;

/// <summary>Blocks of the syntax tree as pieces: an allow-list, what is not named here is not drawn.</summary>
internal static class BlockWriter
{
    private const int Deepest = 40;

    public static Piece? Write(MarkdigBlock block, int depth = 0)
    {
        if (depth > Deepest)
            throw new TooMuchException("blocks nested too deeply");
        return block switch
        {
            // Inside a list or a quote it is a line of that, and no part of the page's outline.
            HeadingBlock heading => new Element(depth == 0 ? $"h{heading.Level}" : "p", [("class", $"heading-{heading.Level}")], Inside(heading)),
            ParagraphBlock paragraph => new Element("p", Inside(paragraph)),
            ThematicBreakBlock => new Element("hr"),
            FencedCodeBlock fenced => CodePiece.Whole(fenced.Info, fenced.Lines.ToString()),
            CodeBlock code => CodePiece.Whole(null, code.Lines.ToString()),
            QuoteBlock quote => new Element("blockquote", Children(quote, depth)),
            ListBlock list => List(list, depth),
            Table table => TableWriter.Write(table),
            FootnoteGroup notes => Footnotes(notes, depth),
            _ => null
        };
    }

    private static Run Inside(LeafBlock block) => new(InlineWriter.Html(block.Inline));

    private static Piece[] Children(ContainerBlock container, int depth, bool tight = false)
    {
        var pieces = new List<Piece>(container.Count);
        foreach (var child in container)
            if (tight && child is ParagraphBlock paragraph)
                pieces.Add(Inside(paragraph));
            else if (Write(child, depth + 1) is { } piece)
                pieces.Add(piece);
        return [.. pieces];
    }

    private static Element List(ListBlock list, int depth)
    {
        var items = list.OfType<ListItemBlock>().Select(item => new Element("li", IsTask(item) ? [("class", "task")] : [], Children(item, depth, !list.IsLoose)));
        return list switch
        {
            { IsOrdered: false } => new Element("ul", [.. items]),
            { OrderedStart: null or "1" } => new Element("ol", [.. items]),
            _ => new Element("ol", [("start", int.TryParse(list.OrderedStart, out var start) ? $"{start}" : "1")], [.. items])
        };
    }

    private static bool IsTask(ListItemBlock item) => item is [ParagraphBlock { Inline.FirstChild: TaskList }, ..];

    private static Element Footnotes(FootnoteGroup notes, int depth) =>
        new("section", [("class", "footnotes")], new Element("ol", [.. notes.OfType<Footnote>().OrderBy(n => n.Order).Select(note => new Element("li", Children(note, depth)))]));
}
