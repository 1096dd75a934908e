namespace ChatApp.Files;

/// <summary>What was made of a file's bytes, beside the bytes themselves.</summary>
internal enum FilePart
{
    Bytes,
    Thumbnail,
    Picture,
    Text,
}

/// <summary>The name of something in the store: whose it is, the hash of the bytes, and which part. No word of a person's stands in it.</summary>
/// <param name="Side">Of a picture that was made for an endpoint with a limit of its own; null for the one that everybody gets.</param>
internal readonly record struct FileKey(Guid PersonId, string Hash, FilePart Part = FilePart.Bytes, int? Side = null)
{
    public string FileName => Part is FilePart.Bytes ? Hash : $"{Hash}.{Part.ToString().ToLowerInvariant()}{Side}";
}
