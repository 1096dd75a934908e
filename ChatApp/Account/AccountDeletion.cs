using System.Security.Claims;
using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Account;

/// <summary>Deletes a person with everything that is theirs; the rows go by cascade.</summary>
internal sealed class AccountDeletion(IDbContextFactory<ChatDbContext> databases, PasswordCheck check, OpenSessions open)
{
    /// <summary>The sentence to show; null when it is done.</summary>
    public async Task<string?> DeleteAsync(ClaimsPrincipal principal, string password, CancellationToken ct)
    {
        if (await check.FindAsync(principal.Identity?.Name ?? "", password, ct) is not { } person)
            return "The password is wrong.";
        var ended = await databases.InTransactionAsync((db, ct) => DeleteAsync(db, person.Id, ct), ct);
        if (ended is null)
            return "You are the last admin. Make somebody else an admin first.";
        open.End(ended);
        return null;
    }

    /// <summary>The sessions that ended with the person; null for the last admin.</summary>
    private static async Task<List<Guid>?> DeleteAsync(ChatDbContext db, Guid personId, CancellationToken ct)
    {
        await db.OneAdminAtATimeAsync(ct);
        return await db.IsLastAdminAsync(personId, ct) ? null : await RemoveAsync(db, personId, ct);
    }

    /// <summary>Removes the person in the caller's transaction.</summary>
    /// <returns>The sessions that ended with them, to be closed once it is committed.</returns>
    public static async Task<List<Guid>> RemoveAsync(ChatDbContext db, Guid personId, CancellationToken ct)
    {
        var sessions = await db.Sessions.Where(session => session.UserId == personId).Select(session => session.Id).ToListAsync(ct);
        await db.Users.Where(user => user.Id == personId).ExecuteDeleteAsync(ct);
        return sessions;
    }
}
