using System.Security.Claims;
using ChatApp.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Account;

/// <summary>Changes passwords. Whoever else is logged in as that person is logged in no more.</summary>
internal sealed class Passwords(
    IDbContextFactory<ChatDbContext> databases, IPasswordHasher<User> hasher, PasswordCheck check, PersonSessions sessions, TimeProvider time)
{
    /// <summary>The sentence to show; null when it is done. The session that asks goes on.</summary>
    public async Task<string?> ChangeAsync(ClaimsPrincipal principal, string current, string next, CancellationToken ct)
    {
        if (await check.FindAsync(principal.Identity?.Name ?? "", current, ct) is not { } person)
            return "The current password is wrong.";
        if (PasswordRules.RefusalOf(next, person.Email ?? "") is { } refusal)
            return refusal;
        return await SetAsync(person, next, principal.SessionId(), ct) ? null : "The password was changed elsewhere meanwhile.";
    }

    /// <summary>False when the person's password or log-ins were changed since <paramref name="person"/> was read.</summary>
    /// <param name="keep">The one session that goes on, if any.</param>
    public async Task<bool> SetAsync(User person, string password, Guid? keep, CancellationToken ct)
    {
        var hash = hasher.HashPassword(person, password);
        var stamp = Guid.NewGuid().ToString("N");
        // Too many failures do not keep a new password out; a lock without a near end is somebody's decision and stays.
        var locked = person.LockoutEnd > time.GetUtcNow() + PasswordCheck.LockTime ? person.LockoutEnd : null;
        await using var db = await databases.CreateDbContextAsync(ct);
        var changed = await db.Users.Where(user => user.Id == person.Id && user.SecurityStamp == person.SecurityStamp)
            .ExecuteUpdateAsync(set => set
                .SetProperty(user => user.PasswordHash, hash)
                .SetProperty(user => user.SecurityStamp, stamp)
                .SetProperty(user => user.AccessFailedCount, 0)
                .SetProperty(user => user.LockoutEnd, locked), ct);
        if (changed == 1)
            await sessions.EndAllAsync(person.Id, keep, ct);
        return changed == 1;
    }
}
