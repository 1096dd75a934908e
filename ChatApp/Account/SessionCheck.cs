using Microsoft.AspNetCore.StaticAssets;

namespace ChatApp.Account;

/// <summary>Cookies and tokens are only as good as their session: one that ended makes the request nobody's, whatever it carries.</summary>
internal sealed class SessionCheck(RequestDelegate next, SessionGuard guard, OpenPages pages)
{
    public async Task InvokeAsync(HttpContext http)
    {
        // Styles and scripts are everybody's: they are served also while the database cannot say who is logged in.
        if (http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
        {
            await next(http);
            return;
        }
        if (http.User.Identity?.IsAuthenticated == true && !await guard.HoldsAsync(http.User, http.RequestAborted))
            http.User = PersonClaims.Nobody;
        if (!CarriesCircuit(http.Request.Path))
        {
            await next(http);
            return;
        }
        using var connection = http.User.SessionId() is { } session ? pages.Connect(session, http.Abort) : null;
        // Asked once more, for an end that came before the connection was known. Pages without a log-in have no circuit.
        if (connection is null || !await guard.HoldsAsync(http.User, http.RequestAborted))
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        else
            await next(http);
    }

    // Initializers and the farewell of a closing page also come from pages that nobody is logged in on.
    private static bool CarriesCircuit(PathString path) =>
        path.StartsWithSegments("/_blazor", out var rest) && rest.Value?.TrimEnd('/') is null or "" or "/negotiate";
}
