using System.Text;
using Microsoft.AspNetCore.Components.Rendering;

namespace ChatApp.Markup;

/// <summary>An element with pieces in it; tag, attribute names and classes are constants of this folder, never somebody's text.</summary>
internal sealed class Element(string tag, (string Name, string Value)[] attributes, params Piece[] children) : Piece
{
    private readonly Piece[] inner = children;

    public IReadOnlyList<Piece> Children => inner;

    /// <summary>The level a heading was written with; null when it is none.</summary>
    public int? Heading => Level is not null && attributes is [("class", ['h', .., var written])] ? written - '0' : null;

    /// <summary>The level a heading has on the page; null when it is none.</summary>
    public int? Level => tag is ['h', >= '1' and <= '6' and var level] ? level - '0' : null;

    public Element(string tag, params Piece[] children) : this(tag, [], children) { }

    public override void Build(RenderTreeBuilder builder)
    {
        builder.OpenElement(1, tag);
        foreach (var (name, value) in attributes)
            builder.AddAttribute(2, name, value);
        foreach (var child in inner)
            child.Build(builder);
        builder.CloseElement();
    }

    public override void WriteTo(StringBuilder html)
    {
        html.Append('<').Append(tag);
        foreach (var (name, value) in attributes)
            html.Append(' ').Append(name).Append("=\"").Append(Encoded.Text(value)).Append('"');
        html.Append('>');
        foreach (var child in inner)
            child.WriteTo(html);
        if (tag != "hr")
            html.Append("</").Append(tag).Append('>');
    }

    public override Piece Become(Piece fresh)
    {
        if (ReferenceEquals(fresh, this))
            return this;
        if (fresh is not Element other || !other.IsLike(tag, attributes))
            return fresh;
        return Merged(other) is { } kept ? new Element(tag, attributes, kept) : this;
    }

    /// <summary>This element with its first <paramref name="kept"/> children and those of another.</summary>
    public Element With(int kept, Element other) => new(tag, attributes, [.. inner.AsSpan(0, kept), .. other.inner]);

    public Element AtLevel(int level) => new($"h{level}", attributes, inner);

    private bool IsLike(string otherTag, (string, string)[] otherAttributes) => tag == otherTag && attributes.AsSpan().SequenceEqual(otherAttributes);

    private Piece[]? Merged(Element other)
    {
        Piece[] next = [.. other.inner];
        var same = next.Length == inner.Length;
        for (var i = 0; i < next.Length && i < inner.Length; i++)
        {
            next[i] = inner[i].Become(next[i]);
            same &= ReferenceEquals(next[i], inner[i]);
        }
        return same ? null : next;
    }
}
