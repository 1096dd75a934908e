using System.Globalization;
using System.Security.Claims;
using ChatApp.Account;
using ChatApp.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ChatApp.Files;

/// <summary>Resumable uploads as tus 1.0.0 describes them: core, creation, termination, expiration. How far an upload has come is the length of its file on disk.</summary>
internal static class TusEndpoints
{
    private const string Piece = "application/offset+octet-stream";

    public static NoContent Describe(HttpContext http, FileRules rules)
    {
        var headers = http.Response.Headers;
        headers["Tus-Version"] = TusFilter.Version;
        headers["Tus-Extension"] = "creation,termination,expiration";
        headers["Tus-Max-Size"] = Number(rules.Largest);
        return TypedResults.NoContent();
    }

    public static async Task<Results<Created, ProblemHttpResult>> BeginAsync(
        HttpContext http, ClaimsPrincipal person, FileUploads uploads, IOptions<FilesOptions> options, CancellationToken ct)
    {
        if (Header(http, "Upload-Length") is not { } length)
            return ApiProblem.Invalid("Upload-Length is the file's number of bytes.");
        if (!TusMetadata.TryRead(http.Request.Headers["Upload-Metadata"].ToString(), "filename", out var name))
            return ApiProblem.Invalid("Upload-Metadata names the file: filename and its base64.");
        var (file, refusal) = await uploads.BeginAsync(person.PersonId(), FileName.Clean(name), length, ct);
        if (file is null)
            return refusal!.AsProblem();
        Expires(http, file, options.Value);
        return TypedResults.Created($"/api/files/uploads/{file.Id}");
    }

    public static async Task<Results<Ok, ProblemHttpResult>> LookAsync(
        Guid fileId, HttpContext http, ClaimsPrincipal person, FileLibrary library, FileUploads uploads, IOptions<FilesOptions> options, CancellationToken ct)
    {
        if (await library.FindAsync(person.PersonId(), fileId, ct) is not { } file)
            return ApiProblem.NotFound();
        http.Response.Headers["Upload-Offset"] = Number(await uploads.OffsetAsync(file, ct));
        http.Response.Headers["Upload-Length"] = Number(file.Size);
        Expires(http, file, options.Value);
        return TypedResults.Ok();
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> AppendAsync(
        Guid fileId, HttpContext http, ClaimsPrincipal person, FileLibrary library, FileUploads uploads, IOptions<FilesOptions> options, CancellationToken ct)
    {
        if (http.Request.ContentType != Piece)
            return ApiProblem.Of(415);
        if (Header(http, "Upload-Offset") is not { } offset)
            return ApiProblem.Invalid("Upload-Offset is a number of bytes.");
        if (await library.FindAsync(person.PersonId(), fileId, ct) is not { State: FileState.Uploading } file)
            return ApiProblem.NotFound();
        var (reached, refusal) = await uploads.AppendAsync(file, offset, http.Request.Body, ct);
        if (refusal is not null)
            return refusal.AsProblem();
        http.Response.Headers["Upload-Offset"] = Number(reached);
        Expires(http, file, options.Value);
        return TypedResults.NoContent();
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> EndAsync(Guid fileId, ClaimsPrincipal person, FileLibrary library, FileUploads uploads, CancellationToken ct) =>
        await library.FindAsync(person.PersonId(), fileId, ct) is { } file && await uploads.CancelAsync(file, ct) ? TypedResults.NoContent() : ApiProblem.NotFound();

    private static void Expires(HttpContext http, StoredFile file, FilesOptions options)
    {
        if (file.State is FileState.Uploading)
            http.Response.Headers["Upload-Expires"] = HeaderUtilities.FormatDate(new DateTimeOffset(file.CreatedAt + options.KeepUnsent, TimeSpan.Zero));
    }

    private static long? Header(HttpContext http, string name) =>
        long.TryParse(http.Request.Headers[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
