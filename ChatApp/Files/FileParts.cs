using System.Text.Json;
using ChatApp.Data;
using ChatApp.Files.Reader;
using Microsoft.Extensions.Options;

namespace ChatApp.Files;

/// <summary>What models get of files: the text of documents and the pictures that were drawn anew.</summary>
internal sealed class FileParts(IFileStore store, ReaderProcess reader, IOptions<FilesOptions> options)
{
    /// <returns>Null for a picture, or when it is gone.</returns>
    public async Task<DocumentText?> ReadTextAsync(StoredFile file, CancellationToken ct)
    {
        if (file.Hash is null || store.Open(new(file.UserId, file.Hash, FilePart.Text)) is not { } stream)
            return null;
        await using (stream)
            return await JsonSerializer.DeserializeAsync<DocumentText>(stream, DocumentText.Json, ct);
    }

    /// <param name="side">Its longer side, in pixels, where the model's endpoint has a limit of its own.</param>
    /// <returns>Null when there is none.</returns>
    public async Task<(byte[] Bytes, string Type)?> ReadPictureAsync(StoredFile file, int? side, CancellationToken ct)
    {
        if (file.Hash is null)
            return null;
        var key = new FileKey(file.UserId, file.Hash, FilePart.Picture, SideOf(file, side));
        if ((store.Open(key) ?? (key.Side is null ? null : await DrawAsync(key, ct))) is not { } stream)
            return null;
        await using (stream)
        {
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, ct);
            return (bytes, TypeOf(bytes));
        }
    }

    /// <summary>Null when the picture that everybody gets is just as large.</summary>
    private int? SideOf(StoredFile file, int? side)
    {
        var (general, whole) = (options.Value.PictureSide, Math.Max(file.Width ?? int.MaxValue, file.Height ?? int.MaxValue));
        return side is { } own && Math.Min(own, whole) != Math.Min(general, whole) ? own : null;
    }

    /// <summary>Drawn once, from the original, when the first model asks for this size.</summary>
    private async Task<Stream?> DrawAsync(FileKey key, CancellationToken ct)
    {
        if (store.Fetch(key with { Part = FilePart.Bytes, Side = null }) is not { } path)
            return null;
        var answer = await reader.ReadAsync(path, FileKind.Picture, ct, key.Side);
        if (!answer.Parts.TryGetValue(FilePart.Picture, out var drawn))
            return null;
        await store.SaveAsync(key, drawn, ct);
        return store.Open(key);
    }

    /// <summary>What a picture drawn here is.</summary>
    public static string TypeOf(ReadOnlySpan<byte> picture) => picture is [0x89, ..] ? "image/png" : "image/jpeg";
}
