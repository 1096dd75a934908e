using ChatApp.Data;

namespace ChatApp.Files;

/// <summary>A file as pages show it.</summary>
/// <param name="Width">Of a picture, upright, in pixels.</param>
/// <param name="Pages">Of a PDF.</param>
/// <param name="Problem">Why it is unreadable, a sentence.</param>
/// <param name="ConversationId">Where it was sent.</param>
public sealed record FileView(
    Guid Id,
    string Name,
    string Type,
    long Size,
    FileKind Kind,
    FileState State,
    int? Width,
    int? Height,
    int? Pages,
    string? Problem,
    DateTime CreatedAt,
    Guid? ConversationId)
{
    /// <summary>What the model did not get of it, a sentence; known of files in a message.</summary>
    public string? LeftOut { get; init; }

    internal static FileView Of(SentFile sent) => Of(sent.File) with { LeftOut = sent.LeftOut };

    internal static FileView Of(StoredFile file) => new(
        file.Id, file.Name, file.Type, file.Size, file.Kind, file.State, file.Width, file.Height, file.Pages, file.Problem, file.CreatedAt, file.ConversationId);
}

/// <summary>A page of a person's files, newest first.</summary>
/// <param name="Before">Ask with it for the next page; null at the end.</param>
/// <param name="Used">Bytes that count towards the quota.</param>
public sealed record FilePage(IReadOnlyList<FileView> Files, string? Before, long Used, long Quota)
{
    /// <summary>What is drawn while the first page is being read.</summary>
    public static readonly FilePage Empty = new([], null, 0, 0);
}

/// <summary>What a person may upload.</summary>
/// <param name="MaxPixels">Of a picture.</param>
public sealed record FileLimits(int MaxPerMessage, long Quota, long Used, int MaxPixels, IReadOnlyList<KindLimit> Kinds);

/// <param name="Kind">In small letters.</param>
/// <param name="Extensions">With their dots.</param>
public sealed record KindLimit(string Kind, IReadOnlyList<string> Extensions, IReadOnlyList<string> Types, long MaxBytes);
