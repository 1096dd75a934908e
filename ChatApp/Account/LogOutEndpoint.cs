using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;

namespace ChatApp.Account;

/// <summary>The form behind every button “Log out”. Works without script.</summary>
internal static class LogOutEndpoint
{
    public static void MapLogOut(this IEndpointRouteBuilder app) => app.MapPost("/logout", LogOutAsync).AllowAnonymous();

    private static async Task<IResult> LogOutAsync(HttpContext http, IAntiforgery antiforgery, PersonSessions sessions, CancellationToken ct)
    {
        if (http.User.SessionId() is not { } session)
            return TypedResults.LocalRedirect("/login");
        if (!await antiforgery.IsRequestValidAsync(http))
            return ApiProblem.Of(400, "antiforgery", "Open ChatApp again and log out there: this page is too old.");
        await sessions.EndAsync(http.User.PersonId(), session, ct);
        await http.SignOutAsync(SignInSetup.Cookie);
        Farewell.Say(http, http.User.PersonId());
        return TypedResults.LocalRedirect(Farewell.Address);
    }
}
