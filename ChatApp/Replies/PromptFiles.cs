using System.Globalization;
using System.Text;
using ChatApp.Data;
using ChatApp.Files;
using ChatApp.LanguageModels;
using Microsoft.Extensions.AI;

namespace ChatApp.Replies;

/// <summary>Turns the files of a path into what a model reads: pictures where it sees them, text of documents as far as it fits, and a word on what is missing.</summary>
internal sealed class PromptFiles(FileParts parts, ModelSight sight, ModelServers servers, ContextWindow window)
{
    private const int MostPictures = 20;
    private const int TokensPerPicture = 1_000;

    // Rather too many tokens than too few: with the words and documents that were chosen together, nothing should fall out again.
    private const int CharactersPerToken = 3;
    private const int TokensPerMessage = 8;
    private const int TokensPerFile = 60;
    private const string Gone = "The model got only its name: it is not on the server any more";

    /// <param name="path">Oldest first; the last is the question.</param>
    /// <param name="room">Tokens for all of it.</param>
    public async Task<FilesInPrompt> ReadAsync(IReadOnlyList<Message> path, ILookup<Guid, SentFile> files, ModelChoice model, int room, CancellationToken ct)
    {
        var words = path.Sum(message => ((long)message.Text.Length / CharactersPerToken) + TokensPerMessage);
        // Documents may take what the words leave, and never less than half.
        var left = (int)Math.Max(room / 2, room - words) - (TokensPerFile * files.Sum(file => file.Count()));
        var budget = new Budget(left, sight.SeesPictures(model) is not false, servers.Find(model.Endpoint)?.PictureSide);
        var read = new FilesInPrompt([], []);
        // The newest first, since what is asked now is most likely about them.
        foreach (var message in path.Reverse().Where(message => files.Contains(message.Id)))
        {
            var text = new StringBuilder();
            var pictures = new List<AIContent>();
            var lines = new List<string>();
            budget.Documents = files[message.Id].Count(sent => sent.File.Kind is not FileKind.Picture);
            foreach (var (file, _) in files[message.Id])
            {
                lines.Add(Line(file));
                var leftOut = file switch
                {
                    { State: FileState.Gone } => Say(text, $"[The file “{file.Name}” is not there any more.]", null),
                    { State: not FileState.Ready } => Say(text, $"[The file “{file.Name}” could not be read.]", null),
                    { Kind: FileKind.Picture } => await AddPictureAsync(text, pictures, file, budget, ct),
                    _ => await AddDocumentAsync(text, file, budget, ct),
                };
                read.Notices.Add(new(message.Id, file.Id, leftOut));
            }
            read.Messages[message.Id] = new ReceivedFiles(message.Text, lines).On(new(ChatRole.User, [new TextContent(text.Append(message.Text).ToString()), .. pictures]));
        }
        return read;
    }

    private async Task<string?> AddPictureAsync(StringBuilder text, List<AIContent> pictures, StoredFile file, Budget budget, CancellationToken ct)
    {
        if (!budget.SeesPictures)
            return Say(text, $"[The picture “{file.Name}” is attached, but this model cannot see pictures.]", "The model got only its name: it cannot see pictures");
        if (++budget.Pictures > MostPictures || budget.Left < TokensPerPicture)
            return Say(text, $"[The picture “{file.Name}” from before is left out.]", "The model got only its name: there was no room left");
        if (await parts.ReadPictureAsync(file, budget.PictureSide, ct) is not var (bytes, type))
            return Say(text, $"[The picture “{file.Name}” is not there any more.]", Gone);
        budget.Left -= TokensPerPicture;
        pictures.Add(new DataContent(bytes, type));
        return Say(text, $"[Picture {pictures.Count}: “{file.Name}”]", null);
    }

    private async Task<string?> AddDocumentAsync(StringBuilder text, StoredFile file, Budget budget, CancellationToken ct)
    {
        if (await parts.ReadTextAsync(file, ct) is not { } document)
            return Say(text, $"[The file “{file.Name}” is not there any more.]", Gone);
        var (tokens, leftOut) = DocumentExcerpt.Append(text, file, document, budget.Left / budget.Documents--, window);
        budget.Left -= tokens;
        return leftOut;
    }

    private static string? Say(StringBuilder text, string toTheModel, string? leftOut)
    {
        text.Append(toTheModel).Append("\n\n");
        return leftOut;
    }

    private static string Line(StoredFile file)
    {
        var what = file switch
        {
            { State: FileState.Gone } => "a file that is not there any more",
            { State: not FileState.Ready } => "a file that could not be read",
            { Kind: FileKind.Picture } => $"a picture, {file.Width} × {file.Height} pixels",
            { Kind: FileKind.Pdf } => file.Pages == 1 ? "a PDF of one page" : $"a PDF of {file.Pages} pages",
            { Kind: FileKind.Document } => "a Word document",
            { Kind: FileKind.Sheet } => "an Excel workbook",
            _ => "text",
        };
        return $"{file.Name}: {what}, {string.Create(CultureInfo.InvariantCulture, $"{file.Size:N0}")} bytes";
    }

    /// <param name="left">Tokens.</param>
    /// <param name="pictureSide">As <see cref="ModelServer.PictureSide"/>.</param>
    private sealed class Budget(int left, bool seesPictures, int? pictureSide)
    {
        public bool SeesPictures => seesPictures;
        public int? PictureSide => pictureSide;
        public int Left { get; set; } = left;
        public int Pictures { get; set; }

        /// <summary>Of the message, not written yet: they share what is left.</summary>
        public int Documents { get; set; }
    }
}
