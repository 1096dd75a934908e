using System.Text;

namespace ChatApp.Markup;

/// <summary>Opens links that lead where links may lead; of others only their words remain.</summary>
internal static class SafeLink
{
    private const int Longest = 2_000;
    private static readonly string[] Allowed = ["https://", "http://", "mailto:"];

    public static bool TryOpen(StringBuilder html, string? address)
    {
        if (address is null or { Length: > Longest } || !Array.Exists(Allowed, a => address.Length > a.Length && address.StartsWith(a, StringComparison.OrdinalIgnoreCase)))
            return false;
        // Browsers drop control characters inside an address and read a backslash as a slash.
        foreach (var c in address)
            if (char.IsControl(c) || c is '\\' or '\uFFFD')
                return false;
        Encoded.Append(html.Append("<a href=\""), address.Replace(" ", "%20", StringComparison.Ordinal));
        html.Append("\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">");
        return true;
    }
}
