using System.Security.Claims;
using ChatApp.Account;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ChatApp.Files;

/// <summary>A file in one go: the first part named <c>file</c> of a multipart body, straight to the disk.</summary>
internal static class UploadEndpoint
{
    private const int BoundaryLength = 200;
    private const int BufferSize = 64 * 1024;

    /// <summary>What a body may have beside the file: boundaries, headers, other fields.</summary>
    private const long Around = 1 << 20;

    public sealed record Uploaded(string Id, string Name, string Type, long Size);

    public static async Task<Results<Created<Uploaded>, ProblemHttpResult>> UploadAsync(HttpContext http, ClaimsPrincipal person, FileUploads uploads, FileRules rules, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var media) || !media.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return ApiProblem.Of(415);
        var boundary = HeaderUtilities.RemoveQuotes(media.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > BoundaryLength)
            return ApiProblem.Of(400);
        http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = rules.Largest + Around;
        try
        {
            var reader = new MultipartReader(boundary, http.Request.Body, BufferSize) { BodyLengthLimit = null };
            while (await reader.ReadNextSectionAsync(ct) is { } part)
                if (NameOf(part) is { } name)
                {
                    var (file, refusal) = await uploads.TakeAsync(person.PersonId(), FileName.Clean(name), part.Body, ct);
                    return file is null
                        ? refusal!.AsProblem()
                        : TypedResults.Created($"/api/files/{file.Id}", new Uploaded(file.Id.ToString(), file.Name, file.Type, file.Size));
                }
            return ApiProblem.Invalid("Send the file as a part named “file”.");
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return FileRefusal.TooLarge(rules.Largest).AsProblem();
        }
        catch (Exception e) when (e is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            return FileRefusal.Broken.AsProblem();
        }
    }

    private static string? NameOf(MultipartSection part) =>
        ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var said) && said.IsFileDisposition() && HeaderUtilities.RemoveQuotes(said.Name) == "file"
            ? (HeaderUtilities.RemoveQuotes(said.FileNameStar) is { Length: > 0 } star ? star : HeaderUtilities.RemoveQuotes(said.FileName)).ToString()
            : null;
}
