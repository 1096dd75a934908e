using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;
using UglyToad.PdfPig.Exceptions;

namespace ChatApp.Files.Reader;

/// <summary>The text of a PDF, page by page. Pages that are pictures stay empty.</summary>
internal static class PdfReader
{
    private const int MostPages = 5_000;

    public static ReaderAnswer Read(ReaderCommand command)
    {
        // A long document is cut in time, rather than lost to the clock.
        var patience = command.Timeout * 0.6;
        try
        {
            using var document = PdfDocument.Open(command.Path, new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true, ClipPaths = false });
            var sink = new TextSink(command.MaxCharacters);
            var pages = document.NumberOfPages;
            for (var number = 1; number <= pages && !sink.IsCut; number++)
            {
                if (number > MostPages || Environment.CpuUsage.TotalTime > patience)
                {
                    sink.IsCut = true;
                    break;
                }
                sink.Append(Text(document, number));
                sink.EndPage();
            }
            return new(Pages: pages) { Parts = new Dictionary<FilePart, byte[]> { [FilePart.Text] = sink.ToJson() } };
        }
        catch (PdfDocumentEncryptedException)
        {
            return ReaderAnswer.Unreadable("This PDF is protected with a password. Remove the password and attach it again.");
        }
    }

    private static string Text(PdfDocument document, int number)
    {
        try
        {
            return ContentOrderTextExtractor.GetText(document.GetPage(number), addDoubleNewline: true);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // One broken page does not cost the others.
            return "";
        }
    }
}
