using System.Security.Claims;
using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Account;

/// <summary>The log-ins of people: begun, listed and ended here. An end holds for requests of this process at once, for open pages and other nodes within seconds.</summary>
internal sealed class PersonSessions(IDbContextFactory<ChatDbContext> databases, OpenSessions open, TimeProvider time)
{
    /// <summary>How long a session lives after it was last seen; cookies and refresh tokens end with it.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Begins a session for a person whose password was just found right. Null when all the person's sessions were ended meanwhile.</summary>
    public async Task<ClaimsPrincipal?> BeginAsync(User person, HttpContext http, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var session = new Session
        {
            UserId = person.Id,
            CreatedAt = now,
            LastSeenAt = now,
            Agent = Cut(http.Request.Headers.UserAgent.ToString(), Session.AgentLength),
            Address = Cut(http.Connection.RemoteIpAddress?.ToString() ?? "", Session.AddressLength),
        };
        return await databases.InTransactionAsync((db, ct) => AddAsync(db, session, person.SecurityStamp, ct), isAdded => isAdded, ct)
            ? PersonClaims.LoggedIn(person, session.Id)
            : null;
    }

    /// <returns>False when the stamp is another one by now.</returns>
    private static async Task<bool> AddAsync(ChatDbContext db, Session session, string? stamp, CancellationToken ct)
    {
        // EndAllAsync writes the stamp before it ends rows. Both write the user's row first, so one of them waits:
        // EndAllAsync then sees this session, or this sees the new stamp.
        if (await db.Users.Where(row => row.Id == session.UserId && row.SecurityStamp == stamp)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.SecurityStamp, row => row.SecurityStamp), ct) == 0)
            return false;
        db.Sessions.Add(session);
        await db.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>The same session with the person as the database knows it now; null when the session ended.</summary>
    public async Task<ClaimsPrincipal?> RenewAsync(ClaimsPrincipal principal, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var person = principal.SessionId() is { } id
            ? await db.Users.AsNoTracking().SingleOrDefaultAsync(user => db.Sessions.Any(session => session.Id == id && session.UserId == user.Id && session.EndedAt == null), ct)
            : null;
        return person is null ? null : PersonClaims.LoggedIn(person, principal.SessionId()!.Value);
    }

    /// <summary>The person's open sessions, the one last seen first.</summary>
    public async Task<List<Session>> ListAsync(Guid personId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var alive = time.GetUtcNow().UtcDateTime - Lifetime;
        return await db.Sessions.AsNoTracking()
            .Where(session => session.UserId == personId && session.EndedAt == null && session.LastSeenAt > alive)
            .OrderByDescending(session => session.LastSeenAt).ThenByDescending(session => session.CreatedAt)
            .ToListAsync(ct);
    }

    /// <summary>False when the person has no such open session.</summary>
    public async Task<bool> EndAsync(Guid personId, Guid sessionId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = time.GetUtcNow().UtcDateTime;
        var ended = await db.Sessions.Where(session => session.UserId == personId && session.Id == sessionId && session.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.EndedAt, now), ct);
        if (ended == 1)
            open.End([sessionId]);
        return ended == 1;
    }

    /// <summary>Ends every session of the person: to be called after a lock, a change of role or of password is written.</summary>
    public Task EndAllAsync(Guid personId, CancellationToken ct) => EndAllAsync(personId, except: null, ct);

    /// <param name="except">The one session that stays, if any.</param>
    public async Task EndAllAsync(Guid personId, Guid? except, CancellationToken ct) =>
        Close(await databases.InTransactionAsync((db, ct) => EndAllAsync(db, personId, except, ct), ct));

    /// <summary>The rows alone, in the caller's transaction. What comes back is to be closed once that is committed.</summary>
    public async Task<List<Guid>> EndAllAsync(ChatDbContext db, Guid personId, Guid? except, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var stamp = Guid.NewGuid().ToString("N");
        await db.Users.Where(person => person.Id == personId).ExecuteUpdateAsync(set => set.SetProperty(person => person.SecurityStamp, stamp), ct);
        var rows = db.Sessions.Where(session => session.UserId == personId && session.EndedAt == null && session.Id != except);
        var ids = await rows.Select(session => session.Id).ToListAsync(ct);
        await rows.ExecuteUpdateAsync(set => set.SetProperty(session => session.EndedAt, now), ct);
        return ids;
    }

    /// <summary>Refuses what these sessions still send and closes their open pages; their rows ended already.</summary>
    public void Close(IEnumerable<Guid> ended) => open.End(ended);

    /// <summary>Removes rows that nobody needs any more.</summary>
    /// <returns>How many.</returns>
    public async Task<int> DropOldAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var before = time.GetUtcNow().UtcDateTime - Kept;
        return await db.Sessions.Where(row => row.EndedAt < before || row.LastSeenAt < before).ExecuteDeleteAsync(ct);
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
