using ChatApp.Data;

namespace ChatApp.Files.Reader;

/// <summary>The other door of this program: reads one file, tells what it found on its output, and ends. It has no settings, no database and no network.</summary>
internal static class ReaderProgram
{
    /// <returns>Null when this start is not meant for it.</returns>
    public static int? Run(string[] args)
    {
        if (ReaderCommand.Parse(args) is not { } command)
            return null;
        using var output = Console.OpenStandardOutput();
        // Should nobody be left to end it.
        using var end = new Timer(_ => Environment.Exit(3), null, command.Timeout * ReaderProcess.Slowness, Timeout.InfiniteTimeSpan);
        ReaderOutput.Write(output, Read(command));
        return 0;
    }

    private static ReaderAnswer Read(ReaderCommand command)
    {
        try
        {
            return command.Kind switch
            {
                FileKind.Picture => PictureReader.Read(command),
                FileKind.Pdf => PdfReader.Read(command),
                FileKind.Document => WordReader.Read(command),
                FileKind.Sheet => SheetReader.Read(command),
                _ => PlainReader.Read(command),
            };
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Libraries throw whatever a broken file leads them to.
            return ReaderAnswer.Unreadable();
        }
    }
}
