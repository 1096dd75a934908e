using System.Text;

namespace ChatApp.Files.Reader;

/// <summary>Text as it is: UTF-8, UTF-16 with its mark, or else the letters of Western Europe, which older spreadsheets write.</summary>
internal static class PlainReader
{
    public static ReaderAnswer Read(ReaderCommand command)
    {
        var sink = new TextSink(command.MaxCharacters);
        try
        {
            Read(command.Path, new UTF8Encoding(false, throwOnInvalidBytes: true), sink);
        }
        catch (DecoderFallbackException)
        {
            sink = new TextSink(command.MaxCharacters);
            Read(command.Path, Encoding.Latin1, sink);
        }
        sink.EndPage();
        return new() { Parts = new Dictionary<FilePart, byte[]> { [FilePart.Text] = sink.ToJson() } };
    }

    private static void Read(string path, Encoding encoding, TextSink sink)
    {
        using var reader = new StreamReader(path, encoding, detectEncodingFromByteOrderMarks: true);
        var piece = new char[16_384];
        while (!sink.IsFull && reader.ReadBlock(piece) is > 0 and var count)
            sink.Append(piece.AsSpan(0, count));
        if (sink.IsFull && reader.Peek() >= 0)
            sink.IsCut = true;
    }
}
