using System.Security.Claims;
using ChatApp.Account;
using ChatApp.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatApp.Files;

/// <summary>A person's files over HTTP: list, limits, state, deletion.</summary>
internal static class FileEndpoints
{
    public sealed record Listed(string Id, string Name, string Type, long Size, string State, string Kind, int? Pages, DateTime CreatedAt, string? ConversationId);

    public sealed record Page(IReadOnlyList<Listed> Files, string? Before, long Used, long Quota);

    public sealed record Info(string Id, string Name, string Type, long Size, string State, string Kind, int? Width, int? Height, int? Pages, string? Problem);

    public static async Task<Results<Ok<Page>, ProblemHttpResult>> ListAsync(string? before, string? search, ClaimsPrincipal person, FileLibrary library, CancellationToken ct) =>
        await library.ListAsync(person.PersonId(), before, search, ct) is { } page
            ? TypedResults.Ok(new Page([.. page.Files.Select(Of)], page.Before, page.Used, page.Quota))
            : ApiProblem.Invalid("This “before” was not given by an earlier answer.");

    public static async Task<Ok<FileLimits>> LimitsAsync(ClaimsPrincipal person, FileLibrary library, CancellationToken ct) =>
        TypedResults.Ok(await library.LimitsAsync(person.PersonId(), ct));

    public static async Task<Results<Ok<Info>, ProblemHttpResult>> InfoAsync(Guid fileId, ClaimsPrincipal person, FileLibrary library, CancellationToken ct) =>
        await library.FindAsync(person.PersonId(), fileId, ct) is { } file
            ? TypedResults.Ok(new Info(file.Id.ToString(), file.Name, file.Type, file.Size, file.State.Name(), file.Kind.Name(), file.Width, file.Height, file.Pages, file.Problem))
            : ApiProblem.NotFound();

    public static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(Guid fileId, ClaimsPrincipal person, FileDeletion deletion, CancellationToken ct) =>
        await deletion.DeleteAsync(person.PersonId(), fileId, ct) ? TypedResults.NoContent() : ApiProblem.NotFound();

    private static Listed Of(FileView file) => new(
        file.Id.ToString(), file.Name, file.Type, file.Size, file.State.Name(), file.Kind.Name(), file.Pages, file.CreatedAt, file.ConversationId?.ToString());

    private static string Name(this FileState state) => state.ToString().ToLowerInvariant();

    private static string Name(this FileKind kind) => kind.ToString().ToLowerInvariant();
}
