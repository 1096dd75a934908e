namespace ChatApp.Files;

/// <summary>What stands where a file has no picture: its ending in capitals.</summary>
internal static class FileEnding
{
    private const int Longest = 4;

    public static string Of(string name) =>
        FileName.Extension(name) is { Length: > 1 and <= Longest + 1 } extension ? extension[1..].ToUpperInvariant() : "FILE";
}
