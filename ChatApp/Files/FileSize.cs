using System.Globalization;

namespace ChatApp.Files;

/// <summary>A number of bytes for people, “1.2 MB”; the same as <c>uploads/sizes.js</c> writes it.</summary>
internal static class FileSize
{
    private static readonly string[] Units = ["bytes", "KB", "MB", "GB"];

    public static string Text(long bytes)
    {
        var size = (double)bytes;
        var unit = 0;
        for (; size >= 1024 && unit < Units.Length - 1; unit++)
            size /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(size, unit > 0 && size < 10 ? 1 : 0, MidpointRounding.AwayFromZero)} {Units[unit]}");
    }
}
