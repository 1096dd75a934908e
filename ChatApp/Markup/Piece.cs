using System.Text;
using Microsoft.AspNetCore.Components.Rendering;

namespace ChatApp.Markup;

/// <summary>A part of a drawn document. Never changed after it was made: the same object means the same pixels.</summary>
internal abstract class Piece
{
    public abstract void Build(RenderTreeBuilder builder);

    public abstract void WriteTo(StringBuilder html);

    /// <summary>What to show instead of this piece now that it should read as <paramref name="fresh"/>, keeping all that is the same.</summary>
    public abstract Piece Become(Piece fresh);

    public string Html()
    {
        var html = new StringBuilder();
        WriteTo(html);
        return html.ToString();
    }
}
