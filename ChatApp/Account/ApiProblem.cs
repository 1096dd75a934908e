using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatApp.Account;

/// <summary>Errors of the HTTP API as RFC 9457 says, each with a type that programs may rely on: <c>urn:chatapp:</c> and a name.</summary>
internal static class ApiProblem
{
    /// <param name="name">In kebab case; it stays the same for ever.</param>
    /// <param name="sentence">For people; may change.</param>
    public static ProblemHttpResult Of(int status, string name, string sentence) =>
        TypedResults.Problem(sentence, statusCode: status, title: ReasonPhrases.GetReasonPhrase(status), type: "urn:chatapp:" + name);

    /// <summary>Not there and someone else's are the same.</summary>
    public static ProblemHttpResult NotFound() => Of(404, "not-found", "There is nothing here.");

    public static ProblemHttpResult Invalid(string sentence) => Of(422, "invalid", sentence);

    public static ProblemHttpResult Conflict(string sentence) => Of(409, "conflict", sentence);

    /// <summary>The problem of a status that came without words.</summary>
    public static ProblemHttpResult Of(int status) => status switch
    {
        400 => Of(status, "malformed", "The request could not be understood."),
        401 => Of(status, "not-logged-in", "Log in first, or send a token that holds."),
        404 => NotFound(),
        405 => Of(status, "method-not-allowed", "This address does not know that method."),
        409 => Conflict("The request does not fit what is there."),
        413 => Of(status, "too-large", "The request is too large."),
        415 => Of(status, "media-type-not-supported", "This kind of content is not accepted here."),
        422 => Invalid("The request is not valid."),
        429 => Of(status, "too-many-requests", "Too many requests. Wait a little."),
        500 => Of(status, "internal", "Something went wrong here."),
        503 => Of(status, "unavailable", "ChatApp is busy or stopping. Try again in a moment."),
        _ => Of(status, "status-" + status, ReasonPhrases.GetReasonPhrase(status) + "."),
    };
}
