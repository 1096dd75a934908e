using System.Security.Claims;
using ChatApp.Data;

namespace ChatApp.Account;

/// <summary>What a log-in says about its person.</summary>
internal static class PersonClaims
{
    public const string Session = "sid";
    public const string AdminRole = "admin";

    /// <summary>The signed-in person's id. Throws when nobody is signed in: routes behind the fallback policy never see that.</summary>
    public static Guid PersonId(this ClaimsPrincipal principal) =>
        Guid.Parse(principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("Nobody is signed in."));

    public static Guid? SessionId(this ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(Session), out var id) ? id : null;

    internal static ClaimsPrincipal LoggedIn(User person, Guid sessionId)
    {
        var identity = new ClaimsIdentity("ChatApp");
        identity.AddClaim(new(ClaimTypes.NameIdentifier, person.Id.ToString()));
        identity.AddClaim(new(ClaimTypes.Name, person.Email ?? ""));
        identity.AddClaim(new(Session, sessionId.ToString()));
        if (person.IsAdmin)
            identity.AddClaim(new(ClaimTypes.Role, AdminRole));
        return new(identity);
    }

    internal static ClaimsPrincipal Nobody => new(new ClaimsIdentity());
}
