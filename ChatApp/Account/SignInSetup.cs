using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Net.Http.Headers;

namespace ChatApp.Account;

/// <summary>How a request says whose it is: a cookie in browsers, a bearer token under <c>/api</c>.</summary>
internal static class SignInSetup
{
    /// <summary>What the ticket of a request with a bearer token calls its scheme; the framework adds the suffix.</summary>
    public const string BearerTicket = Bearer + ":AccessToken";

    public const string Cookie = "ChatApp.Cookie";
    public const string Bearer = "ChatApp.Bearer";
    private const string CookieOrBearer = "ChatApp";

    // Browsers keep none longer.
    private static readonly TimeSpan LongestCookie = TimeSpan.FromDays(400);

    public static void AddSignIn(this IServiceCollection services)
    {
        services.AddAuthentication(CookieOrBearer)
            .AddPolicyScheme(CookieOrBearer, null, policy =>
            {
                policy.ForwardDefault = Cookie;
                policy.ForwardDefaultSelector = http => SendsToken(http) ? Bearer : Cookie;
                policy.ForwardChallenge = Cookie;
                policy.ForwardForbid = Cookie;
            })
            .AddBearerToken(Bearer, bearer => bearer.RefreshTokenExpiration = PersonSessions.Lifetime)
            .AddCookie(Cookie, cookie =>
            {
                cookie.Cookie.Name = "chatapp.session";
                cookie.LoginPath = "/login";
                cookie.ExpireTimeSpan = PersonSessions.Lifetime;
                cookie.Events.OnRedirectToLogin = ToLogin;
                cookie.Events.OnRedirectToAccessDenied = Hide;
                // The page says where to go on; the handler's own redirect takes addresses that no header can carry.
                cookie.Events.OnRedirectToReturnUrl = _ => Task.CompletedTask;
            });
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(Policies.Admin, policy => policy.RequireRole(PersonClaims.AdminRole));
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "chatapp.antiforgery";
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            // It outlives the browser as the log-in does: tabs restored at once would each be given one of their own, and all but the last be refused.
            antiforgery.Cookie.MaxAge = LongestCookie;
        });
    }

    // A proxy in front may send an Authorization header of its own with pages.
    private static bool SendsToken(HttpContext http) =>
        http.Request.Path.StartsWithSegments(ApiGroup.Root, StringComparison.OrdinalIgnoreCase)
        && http.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);

    private static Task ToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (context.Request.Path.StartsWithSegments(ApiGroup.Root, StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        }
        else
        {
            // Without the host: what a request says of it is not to be believed.
            context.Response.Redirect(new Uri(context.RedirectUri).PathAndQuery);
        }
        return Task.CompletedTask;
    }

    // Not yours and not there are the same answer.
    private static Task Hide(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
