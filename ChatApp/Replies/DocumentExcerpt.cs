using System.Globalization;
using System.Text;
using ChatApp.Data;
using ChatApp.Files;
using ChatApp.LanguageModels;

namespace ChatApp.Replies;

/// <summary>Writes a document into a prompt: its name, its pages as far as they fit, and what was left out.</summary>
internal static class DocumentExcerpt
{
    /// <returns>The tokens it took; and what the model did not get, a sentence for people, null when it got all.</returns>
    public static (int Tokens, string? LeftOut) Append(StringBuilder text, StoredFile file, DocumentText document, int room, ContextWindow window)
    {
        var (used, shown, characters) = (0, 0, 0);
        text.Append(CultureInfo.InvariantCulture, $"File “{file.Name}”{(file.Pages is { } pages ? $", {pages} pages" : "")}:\n");
        foreach (var page in document.Pages)
        {
            var content = page.Text.Length > 0 ? page.Text : "(a picture, without text)";
            var piece = file.Kind is FileKind.Pdf or FileKind.Sheet ? $"[Page {page.Number}]\n{content}\n" : $"{content}\n";
            var fitting = window.Cut(piece, room - used, out var tokens);
            text.Append(fitting);
            used += tokens;
            characters += fitting.Length;
            if (fitting.Length < piece.Length)
                break;
            shown++;
        }
        if (shown < document.Pages.Count)
            text.Append(CultureInfo.InvariantCulture, $"\n[Left out: the rest of “{file.Name}”{(document.Pages.Count > 1 ? $" from page {shown + 1} of {file.Pages ?? document.Pages.Count} on" : "")}; it is longer than this model reads at once.]\n");
        else if (document.Truncated)
            text.Append(CultureInfo.InvariantCulture, $"\n[Left out: the end of “{file.Name}”; it is too long.]\n");
        text.Append(CultureInfo.InvariantCulture, $"[End of “{file.Name}”]\n\n");
        return (used, LeftOut(file, document, shown, characters));
    }

    private static string? LeftOut(StoredFile file, DocumentText document, int shown, int characters)
    {
        var all = Math.Max(file.Pages ?? 0, document.Pages.Count);
        var pages = file.Kind is FileKind.Sheet ? "sheets" : "pages";
        if (shown < all)
            return (characters, all, shown) switch
            {
                (0, _, _) => "The model got only its name: there was no room left",
                (_, 1, _) => $"The model got the first {Percent(characters, document.Truncated ? file.Size : document.Pages[0].Text.Length)} % of it",
                (_, _, 0) => $"The model got a part of the first of {all} {pages}",
                (_, _, 1) => $"The model got the first of {all} {pages}",
                _ => $"The model got the first {shown} of {all} {pages}",
            };
        if (document.Truncated)
            return "The model got its beginning: it is longer than is read here";
        var pictures = file.Kind is FileKind.Pdf ? document.Pages.Count(page => page.Text.Length == 0) : 0;
        return pictures switch
        {
            0 => null,
            _ when pictures == all => "The model got no text: there are only pictures in it",
            1 => $"The model got no text of 1 of {all} pages: it is a picture",
            _ => $"The model got no text of {pictures} of {all} pages: they are pictures",
        };
    }

    private static int Percent(long part, long whole) => Math.Clamp((int)(part * 100 / Math.Max(1, whole)), 1, 99);
}
