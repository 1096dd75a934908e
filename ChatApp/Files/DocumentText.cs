using System.Text.Json;

namespace ChatApp.Files;

/// <summary>The text of a document, as it is stored and served.</summary>
/// <param name="Truncated">It was longer.</param>
public sealed record DocumentText(IReadOnlyList<DocumentPage> Pages, bool Truncated)
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
}

/// <param name="Number">From 1.</param>
/// <param name="Text">Empty when the page is a picture.</param>
public sealed record DocumentPage(int Number, string Text);
