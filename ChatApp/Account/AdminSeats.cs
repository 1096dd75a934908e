using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Account;

/// <summary>That there always is an admin. Both belong in the transaction that removes, locks or demotes one.</summary>
internal static class AdminSeats
{
    /// <summary>Gives acts of admins an order, so that two at once cannot both be the last to see the other: the first statement of their transaction.</summary>
    public static Task OneAdminAtATimeAsync(this ChatDbContext db, CancellationToken ct) =>
        db.Setups.ExecuteUpdateAsync(set => set.SetProperty(setup => setup.AdminId, setup => setup.AdminId), ct);

    /// <summary>Whether nobody else could act as an admin without this person: admins whom an admin locked do not count.</summary>
    public static async Task<bool> IsLastAdminAsync(this ChatDbContext db, Guid personId, CancellationToken ct) =>
        await db.Users.AnyAsync(user => user.Id == personId && user.IsAdmin, ct)
        && !await db.Users.AnyAsync(user => user.Id != personId && user.IsAdmin && user.LockoutEnd != DateTimeOffset.MaxValue, ct);
}
