using Markdig.Syntax;
using Microsoft.AspNetCore.Components.Rendering;

namespace ChatApp.Markup;

/// <summary>A reply's markdown as safe blocks of HTML, whole or while it grows. Not thread-safe: it belongs to one view.</summary>
public sealed class ReplyDocument
{
    private readonly Intake intake = new();
    private readonly List<Piece> blocks = [];
    private OpenCode? code;
    private OpenList? list;
    private int openFrom, itemFrom;
    private bool plain;

    /// <summary>A finished reply.</summary>
    public static ReplyDocument Parse(string text)
    {
        var document = new ReplyDocument();
        document.intake.Take(text);
        document.Complete();
        return document;
    }

    /// <summary>A finished reply that nobody saw grow: one run of HTML, where blocks would cost an open page a component each.</summary>
    public static ReplyDocument ParsePacked(string text)
    {
        var document = Parse(text);
        document.Show(0, [new Run(string.Concat(document.blocks.Select(block => block.Html())))]);
        document.intake.Forget();
        return document;
    }

    /// <summary>UTF-16 units taken in so far.</summary>
    public int Length => intake.Taken;

    internal IReadOnlyList<Piece> Blocks => blocks;

    /// <summary>How many of the blocks nothing can change any more but the end of the reply.</summary>
    internal int Finished { get; private set; }

    internal void Build(RenderTreeBuilder builder)
    {
        foreach (var block in blocks)
            block.Build(builder);
    }

    /// <summary>Takes in what came after the text so far; only the open block and what follows it changes.</summary>
    public void Append(string tail)
    {
        var fresh = intake.Take(tail);
        Guarded(() =>
        {
            for (var more = code is null ? !ReadList() : ReadCode(fresh); more;)
                more = ReadOpen();
        });
    }

    /// <summary>The reply has ended: parses it once as a whole and keeps every block that came out the same.</summary>
    public void Complete()
    {
        intake.End();
        Guarded(() => Show(0, [.. Outline.After([], MarkdownReader.Whole(intake.Text.ToString())).Select((piece, i) => i < blocks.Count && IsSame(blocks[i], piece) ? blocks[i] : piece)]));
    }

    // Whatever the parser throws, it throws at this one text: the text is shown as it is, and the page lives on.
    private void Guarded(Action read)
    {
        try
        {
            if (!plain)
                read();
        }
        catch (Exception)
        {
            plain = true;
        }
        if (plain)
            Show(0, [new Element("p", [("class", "plain")], new Run(Encoded.Text(intake.Text.ToString())))]);
    }

    /// <summary>True when there is more to read: a code block was entered and has closed.</summary>
    private bool ReadOpen()
    {
        var from = openFrom;
        var open = intake.Text.ToString(from, intake.Text.Length - from);
        var read = MarkdownReader.Open(open);
        Show(Finished, [.. Outline.After(blocks.Take(Finished), read.Select(r => r.Piece))]);
        if (BlockCut.LastOf(open, read) is { } cut)
        {
            Finished += cut.Blocks;
            openFrom += cut.Start;
        }
        if (Finished != blocks.Count - 1)
            return false;
        var last = read[^1].Source;
        list = last is ListBlock growing ? OpenList.In(open, growing, (Element)blocks[^1]) : null;
        itemFrom = from + (list?.Start ?? 0);
        var alone = open[(openFrom - from)..];
        code = OpenCode.At(alone, last);
        return code is not null && ReadCode(alone[(alone.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
    }

    /// <summary>True when the open block is a list that went on.</summary>
    private bool ReadList()
    {
        list = list?.Continue(intake.Text.ToString(itemFrom, intake.Text.Length - itemFrom));
        if (list is null)
            return false;
        itemFrom += list.Start;
        Show(Finished, [list.Shown]);
        list.Shown = (Element)blocks[Finished];
        return true;
    }

    /// <summary>True when the code block has closed.</summary>
    private bool ReadCode(string tail)
    {
        var rest = code!.Next(tail);
        blocks[Finished] = code.Piece;
        if (rest is null)
            return false;
        code = null;
        Finished++;
        openFrom = intake.Text.Length - rest.Length;
        return true;
    }

    private void Show(int from, Piece[] fresh)
    {
        for (var i = 0; i < fresh.Length; i++)
            if (from + i < blocks.Count)
                blocks[from + i] = blocks[from + i].Become(fresh[i]);
            else
                blocks.Add(fresh[i]);
        blocks.RemoveRange(from + fresh.Length, blocks.Count - from - fresh.Length);
    }

    private static bool IsSame(Piece shown, Piece fresh) => CodePiece.Seamless(shown.Html()) == CodePiece.Seamless(fresh.Html());
}
