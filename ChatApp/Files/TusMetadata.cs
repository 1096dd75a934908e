using System.Buffers.Text;
using System.Text;

namespace ChatApp.Files;

/// <summary>The header <c>Upload-Metadata</c>: pairs of a key and a value in base64, with commas between them.</summary>
internal static class TusMetadata
{
    public static bool TryRead(string header, string key, out string value)
    {
        value = "";
        foreach (var pair in header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (pair.Split(' ') is not [var name, var coded] || name != key)
                continue;
            if (!Base64.IsValid(coded))
                return false;
            value = Encoding.UTF8.GetString(Convert.FromBase64String(coded));
            return true;
        }
        return false;
    }
}
