using System.Globalization;
using System.Security.Claims;
using ChatApp.Account;
using ChatApp.Admin.Audit;
using ChatApp.Data;
using ChatApp.Replies;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Admin.People;

/// <summary>
/// What admins do to people. The right is looked up at that moment, and the change, the end of sessions and the audit entry are one transaction; admins act one after
/// another. Each answers with the sentence to show, or null when it is done, or was so already.
/// </summary>
internal sealed class PersonActs(
    IDbContextFactory<ChatDbContext> databases, AdminGuard guard, AuditLog audit, PersonSessions sessions, ResetLinks links, Wake wake)
{
    public const string NoRight = "You are not an admin any more. Nothing was changed.";
    public const string Gone = "This person is not there any more.";
    public const string LastAdmin = "This is the last admin who can log in. Make somebody else an admin first.";
    public const string Yourself = "You cannot do this to yourself. Your own account is in the account menu.";
    public const string WrongLimit = "The running limit is a number from 1 to 32, or empty for the setting's value.";
    public const int HighestLimit = 32;

    public Task<string?> PromoteAsync(ClaimsPrincipal admin, Guid personId, CancellationToken ct) => ActAsync(admin, personId, PersonDeed.Promote, null, async (people, _, ct) =>
        await people.Where(user => !user.IsAdmin).ExecuteUpdateAsync(set => set.SetProperty(user => user.IsAdmin, true), ct) == 1, ct);

    public Task<string?> DemoteAsync(ClaimsPrincipal admin, Guid personId, CancellationToken ct) => ActAsync(admin, personId, PersonDeed.Demote, null, async (people, _, ct) =>
        await people.Where(user => user.IsAdmin).ExecuteUpdateAsync(set => set.SetProperty(user => user.IsAdmin, false), ct) == 1, ct);

    public Task<string?> LockAsync(ClaimsPrincipal admin, Guid personId, CancellationToken ct)
    {
        DateTimeOffset? never = DateTimeOffset.MaxValue;
        return IsThemselves(admin, personId) ? Task.FromResult<string?>(Yourself) : ActAsync(admin, personId, PersonDeed.Lock, null, async (people, _, ct) =>
            await people.Where(user => user.LockoutEnd != never).ExecuteUpdateAsync(set => set.SetProperty(user => user.LockoutEnd, never), ct) == 1, ct);
    }

    /// <summary>Also after too many wrong passwords.</summary>
    public Task<string?> UnlockAsync(ClaimsPrincipal admin, Guid personId, CancellationToken ct)
    {
        DateTimeOffset? open = null;
        return ActAsync(admin, personId, PersonDeed.Unlock, null, async (people, _, ct) =>
            await people.Where(user => user.LockoutEnd != null)
                .ExecuteUpdateAsync(set => set.SetProperty(user => user.LockoutEnd, open).SetProperty(user => user.AccessFailedCount, 0), ct) == 1, ct);
    }

    public Task<string?> SignOutAsync(ClaimsPrincipal admin, Guid personId, CancellationToken ct) =>
        ActAsync(admin, personId, PersonDeed.SignOut, null, (_, _, _) => Task.FromResult(true), ct);

    /// <summary>Replies that wait already move with it, but for those that an admin moved to the front.</summary>
    /// <param name="maxRunning">Null means the setting's value.</param>
    public Task<string?> LimitAsync(ClaimsPrincipal admin, Guid personId, int? maxRunning, bool low, CancellationToken ct)
    {
        if (maxRunning is < 1 or > HighestLimit)
            return Task.FromResult<string?>(WrongLimit);
        var priority = low ? ReplyPriority.Low : ReplyPriority.Normal;
        var detail = $"running limit {maxRunning?.ToString(CultureInfo.InvariantCulture) ?? "of the settings"}, {(low ? "low" : "normal")} priority";
        return ActAsync(admin, personId, PersonDeed.Limit, detail, async (people, db, ct) =>
        {
            await db.Replies.Where(reply => reply.UserId == personId && reply.Status == ReplyStatus.Queued && reply.Kind == ReplyKind.Answer && reply.Priority != ReplyPriority.High)
                .ExecuteUpdateAsync(set => set.SetProperty(reply => reply.Priority, priority), ct);
            return await people.Where(user => user.MaxRunning != maxRunning || user.Priority != priority)
                .ExecuteUpdateAsync(set => set.SetProperty(user => user.MaxRunning, maxRunning).SetProperty(user => user.Priority, priority), ct) == 1;
        }, ct);
    }

    /// <summary>A link for the admin to pass on; it works once, within an hour.</summary>
    /// <returns>The link's path and query, or the sentence why there is none.</returns>
    public async Task<(string? Link, string? Refusal)> ResetPasswordAsync(ClaimsPrincipal admin, Guid personId, CancellationToken ct)
    {
        string? link = null;
        var refusal = await ActAsync(admin, personId, PersonDeed.ResetPassword, null, async (people, _, ct) =>
        {
            link = links.Create(await people.AsNoTracking().SingleAsync(ct));
            return true;
        }, ct);
        return (refusal is null ? link : null, refusal);
    }

    /// <summary>With everything that is theirs.</summary>
    public Task<string?> DeleteAsync(ClaimsPrincipal admin, Guid personId, CancellationToken ct) =>
        IsThemselves(admin, personId) ? Task.FromResult<string?>(Yourself) : ActAsync(admin, personId, PersonDeed.Delete, null, null, ct);

    // Nobody sits before a page whose session has ended.
    private static bool IsThemselves(ClaimsPrincipal admin, Guid personId) => admin.SessionId() is not null && admin.PersonId() == personId;

    /// <param name="change">False when it was so already; null deletes the person.</param>
    private async Task<string?> ActAsync(
        ClaimsPrincipal admin, Guid personId, PersonDeed deed, string? detail, Func<IQueryable<User>, ChatDbContext, CancellationToken, Task<bool>>? change, CancellationToken ct)
    {
        var (refusal, _, ended) = await databases.InTransactionAsync<(string? Refusal, bool Done, List<Guid> Ended)>(async (db, ct) =>
        {
            await db.OneAdminAtATimeAsync(ct);
            if (await guard.FindAsync(db, admin, ct) is not { } actor)
                return (NoRight, false, []);
            var person = db.Users.Where(user => user.Id == personId);
            if (await person.Select(user => user.Email).SingleOrDefaultAsync(ct) is not { } email)
                return (Gone, false, []);
            if (deed.TakesSeat && await db.IsLastAdminAsync(personId, ct))
                return (LastAdmin, false, []);
            if (change is not null && !await change(person, db, ct))
                return (null, false, []);
            var ended = change is null ? await AccountDeletion.RemoveAsync(db, personId, ct)
                : deed.EndsSessions ? await sessions.EndAllAsync(db, personId, except: null, ct)
                : [];
            await db.TellOtherProcessesAsync(ct);
            await audit.RecordAsync(db, actor, deed.Name, email, detail, ct);
            return (null, true, ended);
        }, result => result.Done, ct);
        sessions.Close(ended);
        wake.Call();
        return refusal;
    }
}
