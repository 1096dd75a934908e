using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.Options;

namespace ChatApp.Account;

internal sealed record Credentials(string Email, string Password);

internal sealed record RefreshRequest(string RefreshToken);

/// <summary>The framework's identity endpoints tell locked accounts from unknown ones and know no first admin, hence our own.</summary>
internal static class AuthEndpoints
{
    public static void MapAuth(this IEndpointRouteBuilder app)
    {
        var auth = app.MapApi("/api/auth");
        auth.MapPost("/register", RegisterAsync).AllowAnonymous();
        auth.MapPost("/login", LogInAsync).AllowAnonymous();
        auth.MapPost("/refresh", RefreshAsync).AllowAnonymous();
        auth.MapGet("/antiforgery", (IAntiforgery antiforgery, HttpContext http) => TypedResults.Ok(new { token = antiforgery.GetAndStoreTokens(http).RequestToken, person = http.User.PersonId() }));
    }

    private static async Task<IResult> RegisterAsync(Credentials credentials, Registrations registrations, AttemptLimit attempts, HttpContext http, CancellationToken ct)
    {
        if (attempts.RefusalOf(http) is { } tooMany)
            return ApiProblem.Of(429, "too-many-attempts", tooMany);
        return await registrations.RegisterAsync(credentials.Email, credentials.Password, ct) is RegistrationResult.Refused refused
            ? ApiProblem.Of(refused.Status, refused.Problem, refused.Sentence)
            : TypedResults.Ok();
    }

    private static async Task<IResult> LogInAsync(Credentials credentials, LogIns logIns, AttemptLimit attempts, HttpContext http, CancellationToken ct, bool useCookies = false)
    {
        if (attempts.RefusalOf(http) is { } tooMany)
            return ApiProblem.Of(429, "too-many-attempts", tooMany);
        if (await logIns.WithPasswordAsync(credentials.Email, credentials.Password, http, ct) is not { } principal)
            return ApiProblem.Of(401, "log-in-refused", PasswordCheck.Refusal);
        if (!useCookies)
            return TypedResults.SignIn(principal, authenticationScheme: SignInSetup.Bearer);
        await logIns.KeepInBrowserAsync(principal, remember: true, http, ct);
        return TypedResults.Ok();
    }

    private static async Task<IResult> RefreshAsync(RefreshRequest request, IOptionsMonitor<BearerTokenOptions> tokens, PersonSessions sessions, TimeProvider time, CancellationToken ct)
    {
        var ticket = tokens.Get(SignInSetup.Bearer).RefreshTokenProtector.Unprotect(request.RefreshToken);
        if (ticket?.Properties.ExpiresUtc > time.GetUtcNow() && await sessions.RenewAsync(ticket.Principal, ct) is { } principal)
            return TypedResults.SignIn(principal, authenticationScheme: SignInSetup.Bearer);
        return ApiProblem.Of(401, "refresh-refused", "This refresh token does not hold any more. Log in again.");
    }
}
