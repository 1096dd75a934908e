using ChatApp.Data;
using Microsoft.Extensions.Options;

namespace ChatApp.Files;

/// <summary>Which files are taken: name and content must agree on a kind, and its size must fit.</summary>
internal sealed class FileRules(IOptions<FilesOptions> options)
{
    private const string Accepted = "Pictures (PNG, JPEG, WebP, GIF), PDF, DOCX, XLSX, text and source code are.";

    /// <summary>The most bytes any file may have.</summary>
    public long Largest => Enum.GetValues<FileKind>().Max(MaxBytes);

    public long MaxBytes(FileKind kind) => kind switch
    {
        FileKind.Picture => options.Value.MaxPictureBytes,
        FileKind.Pdf => options.Value.MaxPdfBytes,
        FileKind.Document or FileKind.Sheet => options.Value.MaxDocumentBytes,
        _ => options.Value.MaxTextBytes,
    };

    /// <summary>What can be said before the first byte.</summary>
    /// <param name="length">Null when nobody announced it.</param>
    public FileRefusal? RefusalOf(string name, long? length)
    {
        var extension = FileName.Extension(name);
        var type = FileType.OfExtension(extension);
        return extension switch
        {
            _ when length == 0 => FileRefusal.Empty,
            ".heic" or ".heif" or ".avif" => FileRefusal.Type("HEIC and AVIF pictures are not accepted. Save it as JPEG or PNG first."),
            ".svg" or ".svgz" => FileRefusal.Type("SVG pictures are not accepted. Save it as PNG first."),
            _ when extension is not "" && type is null => FileRefusal.Type($"Files that end in {extension} are not accepted. {Accepted}"),
            _ when length > (type is null ? Largest : MaxBytes(type.Kind)) => FileRefusal.TooLarge(type is null ? Largest : MaxBytes(type.Kind)),
            _ => null,
        };
    }

    /// <summary>What the content adds to that; asked for the first bytes, and again for all.</summary>
    public FileRefusal? RefusalOf(string name, FileContent content, out FileType? type)
    {
        var extension = FileName.Extension(name);
        var possible = content.Types();
        type = extension is "" ? possible is [var first, ..] ? first : null : possible.FirstOrDefault(one => one.Extensions.Contains(extension));
        if (content.IsHeic)
            return FileRefusal.Type("HEIC and AVIF pictures are not accepted. Save it as JPEG or PNG first.");
        if (content.IsSvg)
            return FileRefusal.Type("SVG pictures are not accepted. Save it as PNG first.");
        if (possible.Count == 0)
            return FileRefusal.Type(extension is "" ? $"This kind of file is not accepted. {Accepted}" : $"This file ends in {extension}, but its content is something else.");
        if (type is null || (extension is "" && possible.Contains(FileType.Word)))
            return FileRefusal.Type($"This file ends in {(extension is "" ? "nothing" : extension)}, but its content is something else.");
        return content.Length > MaxBytes(type.Kind) ? FileRefusal.TooLarge(MaxBytes(type.Kind)) : null;
    }

    /// <summary>A name without an ending gets that of its content; text may go without.</summary>
    public static string Complete(string name, FileType type) =>
        FileName.Extension(name) is "" && type.Kind is not FileKind.Text ? name + type.Extensions[0] : name;
}
