using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace ChatApp.Account;

/// <summary>The one way in, for the pages and for the API.</summary>
internal sealed class LogIns(PasswordCheck passwords, PersonSessions sessions)
{
    /// <summary>A new session for whoever knows the password; null for everybody else.</summary>
    public async Task<ClaimsPrincipal?> WithPasswordAsync(string email, string password, HttpContext http, CancellationToken ct) =>
        await passwords.FindAsync(email, password, ct) is { } person ? await sessions.BeginAsync(person, http, ct) : null;

    /// <summary>Gives the browser the cookie of a new session; the one it had before ends.</summary>
    public async Task KeepInBrowserAsync(ClaimsPrincipal principal, bool remember, HttpContext http, CancellationToken ct)
    {
        if (http.User.SessionId() is { } before)
            await sessions.EndAsync(http.User.PersonId(), before, ct);
        await http.SignInAsync(SignInSetup.Cookie, principal, new AuthenticationProperties { IsPersistent = remember });
    }
}
