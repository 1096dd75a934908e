using System.Globalization;
using System.Text;
using ChatApp.Data;
using ChatApp.Files;
using ChatApp.LanguageModels;
using Microsoft.Extensions.AI;

namespace ChatApp.Replies;

/// <summary>Turns the files of a path into what a model reads: pictures where it sees them, text of documents as far as it fits, and a word on what is missing.</summary>
internal sealed class PromptFiles(FileParts parts, ModelSight sight, ContextWindow window)
{
    private const int MostPictures = 20;
    private const int TokensPerPicture = 1_000;

    // Rather too many tokens than too few: with the words and documents that were chosen together, nothing should fall out again.
    private const int CharactersPerToken = 3;
    private const int TokensPerMessage = 8;
    private const int TokensPerFile = 60;

    /// <param name="path">Oldest first; the last is the question.</param>
    /// <param name="room">Tokens for all of it.</param>
    /// <returns>What stands in for the message where it has files.</returns>
    public async Task<Dictionary<Guid, ChatMessage>> ReadAsync(IReadOnlyList<Message> path, ILookup<Guid, StoredFile> files, ModelChoice model, int room, CancellationToken ct)
    {
        var sees = sight.SeesPictures(model) is not false;
        var words = path.Sum(message => ((long)message.Text.Length / CharactersPerToken) + TokensPerMessage);
        // Documents may take what the words leave, and never less than half.
        var left = (int)Math.Max(room / 2, room - words) - (TokensPerFile * files.Sum(file => file.Count()));
        var pictures = 0;
        var messages = new Dictionary<Guid, ChatMessage>();
        // The newest first, since what is asked now is most likely about them.
        foreach (var message in path.Reverse().Where(message => files.Contains(message.Id)))
        {
            var text = new StringBuilder();
            var contents = new List<AIContent>();
            var lines = new List<string>();
            var documents = files[message.Id].Count(file => file.Kind is not FileKind.Picture);
            foreach (var file in files[message.Id])
            {
                lines.Add(Line(file));
                if (file.State is not FileState.Ready)
                    text.Append(CultureInfo.InvariantCulture, $"[The file “{file.Name}” could not be read.]\n\n");
                else if (file.Kind is not FileKind.Picture)
                    left -= await AppendAsync(text, file, left / documents--, ct);
                else if (!sees)
                    text.Append(CultureInfo.InvariantCulture, $"[The picture “{file.Name}” is attached, but this model cannot see pictures.]\n\n");
                else if (++pictures > MostPictures || left < TokensPerPicture || await parts.ReadPictureAsync(file, ct) is not var (bytes, type))
                    text.Append(CultureInfo.InvariantCulture, $"[The picture “{file.Name}” from before is left out.]\n\n");
                else
                {
                    left -= TokensPerPicture;
                    text.Append(CultureInfo.InvariantCulture, $"[Picture {contents.Count + 1}: “{file.Name}”]\n\n");
                    contents.Add(new DataContent(bytes, type));
                }
            }
            contents.Insert(0, new TextContent(text.Append(message.Text).ToString()));
            messages[message.Id] = new ReceivedFiles(message.Text, lines).On(new(ChatRole.User, contents));
        }
        return messages;
    }

    /// <returns>The tokens it took.</returns>
    private async Task<int> AppendAsync(StringBuilder text, StoredFile file, int room, CancellationToken ct)
    {
        if (await parts.ReadTextAsync(file, ct) is not { } document)
        {
            text.Append(CultureInfo.InvariantCulture, $"[The file “{file.Name}” is not there any more.]\n\n");
            return 0;
        }
        var (used, shown) = (0, 0);
        text.Append(CultureInfo.InvariantCulture, $"File “{file.Name}”{(file.Pages is { } pages ? $", {pages} pages" : "")}:\n");
        foreach (var page in document.Pages)
        {
            var content = page.Text.Length > 0 ? page.Text : "(a picture, without text)";
            var piece = file.Kind is FileKind.Pdf or FileKind.Sheet ? $"[Page {page.Number}]\n{content}\n" : $"{content}\n";
            var fitting = window.Cut(piece, room - used, out var tokens);
            text.Append(fitting);
            used += tokens;
            if (fitting.Length < piece.Length)
                break;
            shown++;
        }
        if (shown < document.Pages.Count)
            text.Append(CultureInfo.InvariantCulture, $"\n[Left out: the rest of “{file.Name}”{(document.Pages.Count > 1 ? $" from page {shown + 1} of {file.Pages ?? document.Pages.Count} on" : "")}; it is longer than this model reads at once.]\n");
        else if (document.Truncated)
            text.Append(CultureInfo.InvariantCulture, $"\n[Left out: the end of “{file.Name}”; it is too long.]\n");
        text.Append(CultureInfo.InvariantCulture, $"[End of “{file.Name}”]\n\n");
        return used;
    }

    private static string Line(StoredFile file)
    {
        var what = file switch
        {
            { State: not FileState.Ready } => "a file that could not be read",
            { Kind: FileKind.Picture } => $"a picture, {file.Width} × {file.Height} pixels",
            { Kind: FileKind.Pdf } => file.Pages == 1 ? "a PDF of one page" : $"a PDF of {file.Pages} pages",
            { Kind: FileKind.Document } => "a Word document",
            { Kind: FileKind.Sheet } => "an Excel workbook",
            _ => "text",
        };
        return $"{file.Name}: {what}, {string.Create(CultureInfo.InvariantCulture, $"{file.Size:N0}")} bytes";
    }
}
