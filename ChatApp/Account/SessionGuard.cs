using System.Security.Claims;

namespace ChatApp.Account;

/// <summary>Whether a log-in still holds, asked before each command that comes through a circuit.</summary>
internal sealed class SessionGuard(OpenSessions sessions)
{
    public async Task<bool> HoldsAsync(ClaimsPrincipal principal, CancellationToken ct) =>
        principal.SessionId() is { } id && await sessions.HoldsAsync(id, ct);
}
