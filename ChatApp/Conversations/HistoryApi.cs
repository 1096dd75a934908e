using System.Security.Claims;
using ChatApp.Account;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatApp.Conversations;

/// <summary>The history over HTTP.</summary>
internal static class HistoryApi
{
    public static async Task<Results<Ok<History>, ProblemHttpResult>> ListAsync(
        string? before, string? search, ClaimsPrincipal user, ConversationHistory history, CancellationToken ct)
    {
        var cursor = HistoryCursor.Parse(before);
        if (before is not null && cursor is null)
            return ApiProblem.Invalid("This “before” was not given by an earlier answer.");
        var page = await history.ReadAsync(user.PersonId(), cursor, search, ct);
        return TypedResults.Ok(new History(page.Conversations, page.Before?.ToString()));
    }

    public sealed record History(IReadOnlyList<ConversationEntry> Conversations, string? Before);
}
