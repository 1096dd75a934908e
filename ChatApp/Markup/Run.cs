using System.Text;
using Microsoft.AspNetCore.Components.Rendering;

namespace ChatApp.Markup;

/// <summary>
/// A run of safe HTML in consecutive parts. Each part ends where the whole run once ended, so outside of any tag:
/// a run that grows keeps its parts and gets one more, and only that one crosses the wire.
/// </summary>
internal sealed class Run(params string[] parts) : Piece
{
    // Blazor's diff takes frames of one number to be of one kind, so text and markup have two.
    public override void Build(RenderTreeBuilder builder)
    {
        foreach (var part in parts)
            if (part.AsSpan().ContainsAny('<', '&'))
                builder.AddMarkupContent(4, part);
            else
                builder.AddContent(3, part);
    }

    public override void WriteTo(StringBuilder html)
    {
        foreach (var part in parts)
            html.Append(part);
    }

    public override Piece Become(Piece fresh)
    {
        if (fresh is not Run other)
            return fresh;
        var html = other.Html();
        int kept = 0, length = 0;
        while (kept < parts.Length && html.AsSpan(length).StartsWith(parts[kept]))
            length += parts[kept++].Length;
        if (kept == parts.Length && length == html.Length)
            return this;
        return length == html.Length ? new Run(parts[..kept]) : new Run([.. parts.AsSpan(0, kept), html[length..]]);
    }
}
