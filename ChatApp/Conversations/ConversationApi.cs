using System.Globalization;
using System.Security.Claims;
using ChatApp.Account;
using ChatApp.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatApp.Conversations;

/// <summary>Conversations over HTTP.</summary>
internal static class ConversationApi
{
    public static async Task<Results<Created<Created>, ProblemHttpResult>> CreateAsync(
        Create? body, ClaimsPrincipal user, ConversationCommands commands, CancellationToken ct)
    {
        var title = ConversationTitle.Of(body?.Title);
        if (body?.Title is not null && title is null)
            return ApiProblem.Invalid(ConversationTitle.Rule);
        var id = await commands.CreateAsync(user.PersonId(), title, ct);
        return TypedResults.Created($"/api/chat/conversation/{id}", new Created(id));
    }

    public static async Task<Results<Ok<Page>, ProblemHttpResult>> ReadAsync(
        Guid id, string? before, ClaimsPrincipal user, ConversationReader reader, ConversationCommands commands, CancellationToken ct)
    {
        int? depth = int.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (before is not null && depth is null)
            return ApiProblem.Invalid("This “before” was not given by an earlier answer.");
        if (await reader.ReadAsync(user.PersonId(), id, depth, ct) is not { } page)
            return ApiProblem.NotFound();
        if (before is null)
            await commands.MarkReadAsync(user.PersonId(), id, ct);
        return TypedResults.Ok(Page.Of(page));
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> ChangeAsync(
        Guid id, Change body, ClaimsPrincipal user, ConversationCommands commands, CancellationToken ct)
    {
        var title = ConversationTitle.Of(body.Title);
        if (body.Title is not null && title is null)
            return ApiProblem.Invalid(ConversationTitle.Rule);
        if (body is { Title: null, LeafId: null })
            return ApiProblem.Invalid("Give a title or a leafId.");
        var found = body.LeafId is null
            || (Guid.TryParse(body.LeafId, out var leaf) && await commands.SwitchBranchAsync(user.PersonId(), id, leaf, ct));
        return found && (title is null || await commands.RenameAsync(user.PersonId(), id, title, ct)) ? TypedResults.NoContent() : ApiProblem.NotFound();
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id, ClaimsPrincipal user, ConversationCommands commands, CancellationToken ct) =>
        await commands.DeleteAsync(user.PersonId(), id, ct) ? TypedResults.NoContent() : ApiProblem.NotFound();

    public static async Task<Results<NoContent, ProblemHttpResult>> RestoreAsync(
        Guid id, ClaimsPrincipal user, ConversationCommands commands, CancellationToken ct) =>
        await commands.RestoreAsync(user.PersonId(), id, ct) ? TypedResults.NoContent() : ApiProblem.NotFound();

    public sealed record Create(string? Title = null);

    public sealed record Created(Guid Id);

    /// <param name="LeafId">Any message of the conversation: the current path goes through it and on to the newest leaf below it.</param>
    public sealed record Change(string? Title = null, string? LeafId = null);

    public sealed record Page(Guid Id, string Title, IReadOnlyList<MessageOnWire> Messages, string? Before)
    {
        public static Page Of(ConversationPage page) => new(
            page.Id,
            page.Title,
            [.. page.Messages.Select(message => new MessageOnWire(
                message.Id,
                message.Role is MessageRole.User ? "user" : "assistant",
                message.Text,
                message.Status,
                message.ParentId,
                message.CreatedAt,
                [.. message.Files.Select(file => new FileOnWire(file.Id, file.Name, file.Type, file.Size, file.LeftOut))]))],
            page.Before?.ToString(CultureInfo.InvariantCulture));
    }

    /// <param name="Files">What was sent with it, in its order.</param>
    public sealed record MessageOnWire(Guid Id, string Role, string Text, string Status, Guid? ParentId, DateTime CreatedAt, IReadOnlyList<FileOnWire> Files);

    /// <param name="LeftOut">What the model did not get of it when it last answered with it, a sentence; null when it got all.</param>
    public sealed record FileOnWire(Guid Id, string Name, string Type, long Size, string? LeftOut);
}
