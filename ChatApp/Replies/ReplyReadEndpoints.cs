using System.Globalization;
using System.Security.Claims;
using ChatApp.Account;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ChatApp.Replies;

internal static class ReplyReadEndpoints
{
    public static void MapReplyReading(this RouteGroupBuilder messages)
    {
        messages.MapGet("/{replyId}", ReadAsync);
        messages.MapGet("/{replyId}/events", StreamAsync);
    }

    private static async Task<Results<Ok<ReplyView>, ProblemHttpResult>> ReadAsync(string replyId, ClaimsPrincipal person, ReplyReading reading, CancellationToken ct) =>
        Guid.TryParse(replyId, out var id) && await reading.ReadAsync(person.PersonId(), id, ct) is { } reply
            ? TypedResults.Ok(reply)
            : ApiProblem.NotFound();

    private static async Task<IResult> StreamAsync(
        string replyId,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId,
        HttpContext http,
        ReplyReading reading,
        ReplyEvents events,
        OpenPages pages,
        SessionGuard guard,
        IHostApplicationLifetime host)
    {
        // A stream outlives its session's check at the door: it ends with the session.
        if (http.User.SessionId() is { } session)
            http.Response.RegisterForDispose(pages.Connect(session, http.Abort));
        if (!await guard.HoldsAsync(http.User, http.RequestAborted))
            return ApiProblem.Of(StatusCodes.Status401Unauthorized);
        var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping);
        http.Response.RegisterForDispose(ending);
        var person = http.User.PersonId();
        if (!Guid.TryParse(replyId, out var id) || await reading.ReadRowAsync(person, id, ending.Token) is null)
            return ApiProblem.NotFound();
        if (!int.TryParse(lastEventId ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
            return ApiProblem.Invalid("Last-Event-ID is an offset that this stream gave.");
        return TypedResults.ServerSentEvents(events.ReadAsync(person, id, offset, ending.Token));
    }
}
