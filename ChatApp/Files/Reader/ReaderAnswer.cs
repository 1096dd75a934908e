namespace ChatApp.Files.Reader;

/// <summary>What the reader's process says about one file.</summary>
/// <param name="Problem">Why it could not be read, a sentence for people; null when it could.</param>
/// <param name="Width">Of a picture, upright, in pixels.</param>
/// <param name="Pages">Of a PDF.</param>
internal sealed record ReaderAnswer(string? Problem = null, int? Width = null, int? Height = null, int? Pages = null)
{
    public const string Broken = "This file could not be read.";
    public const string TooLarge = "Reading this picture takes too much memory. Save it smaller, or as a plain JPEG or PNG, and attach it again.";

    /// <summary>What was made of it.</summary>
    public IReadOnlyDictionary<FilePart, byte[]> Parts { get; init; } = new Dictionary<FilePart, byte[]>();

    public TimeSpan Elapsed { get; init; }

    public static ReaderAnswer Unreadable(string problem = Broken) => new(problem);
}
