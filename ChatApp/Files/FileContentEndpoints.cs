using System.Security.Claims;
using ChatApp.Account;
using ChatApp.Data;
using Microsoft.Net.Http.Headers;

namespace ChatApp.Files;

/// <summary>What is in a file. The original is only ever handed over as a download; what a browser shows is a picture that was drawn anew here.</summary>
internal static class FileContentEndpoints
{
    public static Task<IResult> DownloadAsync(Guid fileId, HttpContext http, ClaimsPrincipal person, FileLibrary library, IFileStore store, FileLoss loss, CancellationToken ct) =>
        ServeAsync(fileId, FilePart.Bytes, http, person, library, store, loss, ct);

    public static Task<IResult> ThumbnailAsync(Guid fileId, HttpContext http, ClaimsPrincipal person, FileLibrary library, IFileStore store, FileLoss loss, CancellationToken ct) =>
        ServeAsync(fileId, FilePart.Thumbnail, http, person, library, store, loss, ct);

    public static Task<IResult> PictureAsync(Guid fileId, HttpContext http, ClaimsPrincipal person, FileLibrary library, IFileStore store, FileLoss loss, CancellationToken ct) =>
        ServeAsync(fileId, FilePart.Picture, http, person, library, store, loss, ct);

    public static Task<IResult> TextAsync(Guid fileId, HttpContext http, ClaimsPrincipal person, FileLibrary library, IFileStore store, FileLoss loss, CancellationToken ct) =>
        ServeAsync(fileId, FilePart.Text, http, person, library, store, loss, ct);

    private static async Task<IResult> ServeAsync(Guid fileId, FilePart part, HttpContext http, ClaimsPrincipal person, FileLibrary library, IFileStore store, FileLoss loss, CancellationToken ct)
    {
        if (await library.FindAsync(person.PersonId(), fileId, ct) is not { Hash: { } hash } file)
            return ApiProblem.NotFound();
        if (file.State is FileState.Gone)
            return FileRefusal.Gone.AsProblem();
        if (part is not FilePart.Bytes && file.State is not FileState.Ready)
            return ApiProblem.NotFound();
        if (store.Open(new(file.UserId, hash, part)) is not { } bytes)
            return await loss.LookAsync(file.UserId, hash, ct) > 0 ? FileRefusal.Gone.AsProblem() : ApiProblem.NotFound();
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";
        // Asked for again each time, so that neither a log-out nor a deletion leaves it open; the tag makes that cheap.
        headers.CacheControl = "private, no-cache";
        if (part is not FilePart.Text)
            // Squeezed, it would have no ranges.
            headers.ContentEncoding = "identity";
        var tag = new EntityTagHeaderValue($"\"{hash[..32]}-{(int)part}\"");
        return part switch
        {
            FilePart.Bytes => TypedResults.Stream(bytes, TypeOf(file), file.Name, entityTag: tag, enableRangeProcessing: true),
            FilePart.Text => TypedResults.Stream(bytes, "application/json", entityTag: tag),
            _ => TypedResults.Stream(bytes, await TypeOfPictureAsync(bytes, ct), entityTag: tag),
        };
    }

    private static string TypeOf(StoredFile file) => file.Kind is FileKind.Text ? $"{file.Type}; charset=utf-8" : file.Type;

    private static async Task<string> TypeOfPictureAsync(Stream bytes, CancellationToken ct)
    {
        var first = new byte[1];
        await bytes.ReadExactlyAsync(first, ct);
        bytes.Position = 0;
        return FileParts.TypeOf(first);
    }
}
