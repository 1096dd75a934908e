using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace ChatApp.LanguageModels;

/// <summary>Reads strings that the JSON library refuses: those with half a surrogate pair, which servers send when a token ends inside one character.</summary>
internal static class LooseJson
{
    public static string String(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Unescape(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(element)).AsSpan()[1..^1]);
        }
    }

    private static string Unescape(ReadOnlySpan<char> raw)
    {
        var text = new StringBuilder(raw.Length);
        while (raw.IndexOf('\\') is var escape and >= 0)
        {
            text.Append(raw[..escape]);
            var isCode = raw[escape + 1] == 'u';
            text.Append(isCode ? (char)ushort.Parse(raw.Slice(escape + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture) : Plain(raw[escape + 1]));
            raw = raw[(escape + (isCode ? 6 : 2))..];
        }
        return text.Append(raw).ToString();
    }

    private static char Plain(char escaped) => escaped switch
    {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\b',
        'f' => '\f',
        _ => escaped,
    };
}
