using System.Globalization;
using ChatApp.Data;

namespace ChatApp.Files;

/// <summary>A person's name for a file, fit to be shown beside others: its last part only, one line, no characters that hide or turn the direction of reading.</summary>
internal static class FileName
{
    private const string Nameless = "file";
    private const int ExtensionLength = 20;

    public static string Clean(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var shown = string.Concat(last.EnumerateRunes().Where(IsShown).Select(rune => rune.ToString()));
        var line = string.Join(' ', shown.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Trim('.', ' ') is "")
            return Nameless;
        var extension = Extension(line);
        return Cut(line[..^extension.Length], StoredFile.NameLength - extension.Length) + extension;
    }

    /// <summary>With its dot, in small letters; empty when there is none.</summary>
    public static string Extension(string name) =>
        Path.GetExtension(name) is { Length: > 1 and <= ExtensionLength } extension && extension.Length < name.Length ? extension.ToLowerInvariant() : "";

    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }

    private static bool IsShown(System.Text.Rune rune) => System.Text.Rune.IsWhiteSpace(rune)
        || System.Text.Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && rune.Value != 0xFFFD;
}
