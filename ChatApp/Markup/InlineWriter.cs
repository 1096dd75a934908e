using System.Globalization;
using System.Text;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax.Inlines;

namespace ChatApp.Markup;

/// <summary>The inside of a paragraph as safe HTML: what is not named here comes out as its text.</summary>
internal sealed class InlineWriter
{
    private const int Deepest = 40;
    private readonly StringBuilder html = new();
    private int depth;
    private bool inLink;

    public static string Html(ContainerInline? inlines)
    {
        if (inlines is null)
            return "";
        var writer = new InlineWriter();
        writer.WriteChildren(inlines);
        return writer.html.ToString();
    }

    private void WriteChildren(ContainerInline container)
    {
        if (++depth > Deepest)
            throw new TooMuchException("inlines nested too deeply");
        for (var inline = container.FirstChild; inline is not null; inline = inline.NextSibling)
            Write(inline);
        depth--;
    }

    private void Write(Inline inline)
    {
        switch (inline)
        {
            case LiteralInline literal: Encoded.Append(html, literal.Content.AsSpan()); break;
            case CodeInline code: Encoded.Append(html.Append("<code>"), code.ContentSpan).Append("</code>"); break;
            case LineBreakInline line: html.Append(line.IsHard ? "<br>\n" : "\n"); break;
            case EmphasisInline emphasis: Wrap(Tag(emphasis), emphasis); break;
            case LinkInline link: WriteLink(link); break;
            case AutolinkInline link: WriteLink(link.IsEmail ? "mailto:" + link.Url : link.Url, link.Url); break;
            case HtmlEntityInline entity: Encoded.Append(html, entity.Transcoded.AsSpan()); break;
            case HtmlInline tag: Encoded.Append(html, tag.Tag); break;
            case TaskList task: html.Append(CultureInfo.InvariantCulture, $"<input type=\"checkbox\" disabled aria-label=\"{(task.Checked ? "done\" checked>" : "to do\">")}"); break;
            case FootnoteLink note: if (!note.IsBackLink) html.Append(CultureInfo.InvariantCulture, $"<sup>[{note.Footnote.Order}]</sup>"); break;
            case DelimiterInline delimiter: Encoded.Append(html, delimiter.ToLiteral()); WriteChildren(delimiter); break;
            case ContainerInline container: WriteChildren(container); break;
        }
    }

    private static string Tag(EmphasisInline emphasis) =>
        emphasis.DelimiterChar == '~' ? "del" : emphasis.DelimiterCount == 2 ? "strong" : "em";

    private void Wrap(string tag, ContainerInline inlines)
    {
        html.Append('<').Append(tag).Append('>');
        WriteChildren(inlines);
        html.Append("</").Append(tag).Append('>');
    }

    // A picture becomes a link too: loading it would tell its owner who reads this.
    private void WriteLink(LinkInline link)
    {
        var opened = Open(link.GetDynamicUrl?.Invoke() ?? link.Url);
        var before = html.Length;
        WriteChildren(link);
        if (link.IsImage && html.Length == before)
            html.Append("image");
        Close(opened);
    }

    private void WriteLink(string address, string words)
    {
        var opened = Open(address);
        Encoded.Append(html, words);
        Close(opened);
    }

    private bool Open(string? address) => !inLink && (inLink = SafeLink.TryOpen(html, address));

    private void Close(bool opened)
    {
        if (!opened)
            return;
        html.Append("</a>");
        inLink = false;
    }
}
