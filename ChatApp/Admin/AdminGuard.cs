using System.Security.Claims;
using ChatApp.Account;
using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Admin;

/// <summary>Whether somebody is an admin now: asked inside the transaction of each action, because a page may have been open since before it changed.</summary>
internal sealed class AdminGuard(SessionGuard sessions)
{
    /// <returns>The admin's id; null when the session ended, the account is locked, or the right is gone.</returns>
    public async Task<Guid?> FindAsync(ChatDbContext db, ClaimsPrincipal principal, CancellationToken ct)
    {
        if (!await sessions.HoldsAsync(principal, ct))
            return null;
        var id = principal.PersonId();
        var person = await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == id, ct);
        return person is { IsAdmin: true, IsLockedOut: false } ? id : null;
    }
}
