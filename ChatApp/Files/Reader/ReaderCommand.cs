using System.Globalization;
using ChatApp.Data;

namespace ChatApp.Files.Reader;

/// <summary>What the reader's process is asked for, as the words of its command line.</summary>
internal sealed record ReaderCommand(FileKind Kind, string Path, int MaxPixels, int Side, int MaxCharacters, TimeSpan Timeout)
{
    private const string Verb = "read-file";

    public IReadOnlyList<string> Words =>
        [Verb, Kind.ToString(), Path, Number(MaxPixels), Number(Side), Number(MaxCharacters), Number((int)Timeout.TotalMilliseconds)];

    public static ReaderCommand? Parse(string[] args) => args is [Verb, var kind, var path, var pixels, var side, var characters, var timeout]
        ? new(Enum.Parse<FileKind>(kind), path, Number(pixels), Number(side), Number(characters), TimeSpan.FromMilliseconds(Number(timeout)))
        : null;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
