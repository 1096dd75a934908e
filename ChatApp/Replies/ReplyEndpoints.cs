using System.Security.Claims;
using System.Text.Json.Serialization;
using ChatApp.Account;
using ChatApp.LanguageModels;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatApp.Replies;

/// <summary>Send, stop, retry and regenerate: small idempotent calls for the composer's script and for programs.</summary>
internal static class ReplyEndpoints
{
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record SendRequest(
        string? ClientMessageId = null, string? Text = null, string? ConversationId = null, string? ParentId = null, IReadOnlyList<string>? FileIds = null, string? Model = null);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record RegenerateRequest(string? ClientId = null, string? Model = null);

    internal sealed record Sent(string ConversationId, string MessageId, string ReplyId);

    internal sealed record ReplyId([property: JsonPropertyName("replyId")] string Value);

    public static void MapReplyCommands(this RouteGroupBuilder messages)
    {
        messages.MapPost("", SendAsync);
        messages.MapPost("/{replyId}/stop", StopAsync);
        messages.MapPost("/{replyId}/retry", RetryAsync);
        messages.MapPost("/{replyId}/regenerate", RegenerateAsync);
    }

    private static async Task<Results<Accepted<Sent>, ProblemHttpResult>> SendAsync(SendRequest request, ClaimsPrincipal person, ReplyCommands replies, CancellationToken ct)
    {
        if (!Guid.TryParse(request.ClientMessageId, out var clientId))
            return ApiProblem.Invalid("clientMessageId is a UUID.");
        if (!TryModel(request.Model, out var model))
            return ApiProblem.Invalid("model is written endpoint/model.");
        if (!TryId(request.ConversationId, out var conversationId) || !TryId(request.ParentId, out var parentId))
            return ApiProblem.NotFound();
        if (!TryIds(request.FileIds, out var files))
            return ApiProblem.NotFound();
        return await replies.SendAsync(person.PersonId(), new(clientId, request.Text ?? "", conversationId, parentId, model, files), ct) switch
        {
            Outcome.Accepted it => TypedResults.Accepted((string?)null, new Sent(it.ConversationId.ToString(), it.MessageId.ToString(), it.ReplyId.ToString())),
            var other => Problems.Of(other),
        };
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> StopAsync(string replyId, ClaimsPrincipal person, ReplyCommands replies, CancellationToken ct) =>
        Guid.TryParse(replyId, out var id) && await replies.StopAsync(person.PersonId(), id, ct) is Outcome.Accepted
            ? TypedResults.Accepted((string?)null)
            : ApiProblem.NotFound();

    private static async Task<Results<Accepted<ReplyId>, ProblemHttpResult>> RetryAsync(string replyId, ClaimsPrincipal person, ReplyCommands replies, CancellationToken ct) =>
        Guid.TryParse(replyId, out var id)
            ? WithReplyId(await replies.RetryAsync(person.PersonId(), id, ct))
            : ApiProblem.NotFound();

    private static async Task<Results<Accepted<ReplyId>, ProblemHttpResult>> RegenerateAsync(string replyId, RegenerateRequest request, ClaimsPrincipal person, ReplyCommands replies, CancellationToken ct)
    {
        if (!Guid.TryParse(request.ClientId, out var clientId))
            return ApiProblem.Invalid("clientId is a UUID.");
        if (!TryModel(request.Model, out var model))
            return ApiProblem.Invalid("model is written endpoint/model.");
        return Guid.TryParse(replyId, out var id)
            ? WithReplyId(await replies.RegenerateAsync(person.PersonId(), id, clientId, model, ct))
            : ApiProblem.NotFound();
    }

    private static Results<Accepted<ReplyId>, ProblemHttpResult> WithReplyId(Outcome outcome) => outcome switch
    {
        Outcome.Accepted it => TypedResults.Accepted((string?)null, new ReplyId(it.ReplyId.ToString())),
        var other => Problems.Of(other),
    };

    private static bool TryModel(string? text, out ModelChoice? model)
    {
        model = null;
        return text is null || ModelChoice.TryParse(text, out model);
    }

    private static bool TryIds(IReadOnlyList<string>? texts, out List<Guid> ids)
    {
        ids = [];
        foreach (var text in texts ?? [])
        {
            if (!Guid.TryParse(text, out var id))
                return false;
            ids.Add(id);
        }
        return true;
    }

    private static bool TryId(string? text, out Guid? id)
    {
        id = Guid.TryParse(text, out var parsed) ? parsed : null;
        return text is null || id is not null;
    }
}
