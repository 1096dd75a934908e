namespace ChatApp.Account;

/// <summary>A log-out the person chose clears what their browser keeps for them. A cookie carries the request to the login page, so that no link from elsewhere can make it.</summary>
internal static class Farewell
{
    public const string Address = "/login?loggedout=1";
    private const string Cookie = "chatapp.farewell";

    public static void Say(HttpContext http, Guid personId) => http.Response.Cookies.Append(Cookie, personId.ToString(), Options(http));

    /// <summary>Whose drafts and outbox the browser is to forget; null when nobody chose to log out just now.</summary>
    public static Guid? Take(HttpContext http)
    {
        if (!Guid.TryParse(http.Request.Cookies[Cookie], out var person))
            return null;
        http.Response.Cookies.Delete(Cookie, Options(http));
        return person;
    }

    private static CookieOptions Options(HttpContext http) =>
        new() { Path = "/login", HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromMinutes(1) };
}
