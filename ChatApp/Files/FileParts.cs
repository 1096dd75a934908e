using System.Text.Json;
using ChatApp.Data;

namespace ChatApp.Files;

/// <summary>What models get of files: the text of documents and the pictures that were drawn anew.</summary>
internal sealed class FileParts(IFileStore store)
{
    /// <returns>Null for a picture, or when it is gone.</returns>
    public async Task<DocumentText?> ReadTextAsync(StoredFile file, CancellationToken ct)
    {
        if (file.Hash is null || store.Open(new(file.UserId, file.Hash, FilePart.Text)) is not { } stream)
            return null;
        await using (stream)
            return await JsonSerializer.DeserializeAsync<DocumentText>(stream, DocumentText.Json, ct);
    }

    /// <returns>Null when there is none.</returns>
    public async Task<(byte[] Bytes, string Type)?> ReadPictureAsync(StoredFile file, CancellationToken ct)
    {
        if (file.Hash is null || store.Open(new(file.UserId, file.Hash, FilePart.Picture)) is not { } stream)
            return null;
        await using (stream)
        {
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, ct);
            return (bytes, TypeOf(bytes));
        }
    }

    /// <summary>What a picture drawn here is.</summary>
    public static string TypeOf(ReadOnlySpan<byte> picture) => picture is [0x89, ..] ? "image/png" : "image/jpeg";
}
