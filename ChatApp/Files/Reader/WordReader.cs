using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace ChatApp.Files.Reader;

/// <summary>The text of a DOCX: paragraphs as lines, cells of tables apart by a bar. Read as a stream, since a small file may unfold to a huge one.</summary>
internal static class WordReader
{
    public static ReaderAnswer Read(ReaderCommand command)
    {
        using var document = WordprocessingDocument.Open(command.Path, isEditable: false);
        if (document.MainDocumentPart is not { } main || !main.ContentType.Contains("wordprocessingml", StringComparison.Ordinal))
            return ReaderAnswer.Unreadable("This is not a Word document.");
        var sink = new TextSink(command.MaxCharacters);
        using var reader = OpenXmlReader.Create(main);
        while (!sink.IsCut && reader.Read())
            Take(reader, sink);
        sink.EndPage();
        return new() { Parts = new Dictionary<FilePart, byte[]> { [FilePart.Text] = sink.ToJson() } };
    }

    private static void Take(OpenXmlReader reader, TextSink sink)
    {
        if (reader.ElementType == typeof(Text) && reader.IsStartElement)
            sink.Append(reader.GetText());
        else if (reader.ElementType == typeof(TabChar) && reader.IsStartElement)
            sink.Append("\t");
        else if (reader.ElementType == typeof(Break) && reader.IsStartElement)
            sink.Append("\n");
        else if (reader.ElementType == typeof(TableCell) && reader.IsEndElement)
            sink.Append(" | ");
        else if ((reader.ElementType == typeof(Paragraph) || reader.ElementType == typeof(TableRow)) && reader.IsEndElement)
            sink.Append("\n");
    }
}
