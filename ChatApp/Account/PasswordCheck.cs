using ChatApp.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Account;

/// <summary>Whether an email and a password belong together. Unknown, wrong and locked give the same answer after the same work.</summary>
internal sealed class PasswordCheck(
    IDbContextFactory<ChatDbContext> databases, IPasswordHasher<User> hasher, ILookupNormalizer normalizer, PersonSessions sessions, TimeProvider time)
{
    public const string Refusal = "Email or password is wrong.";
    public const int FailuresBeforeLock = 5;
    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(5);

    // Somebody to compare with when there is nobody, so that an unknown email costs a hash too.
    private readonly Lazy<User> stranger = new(() =>
    {
        var user = new User();
        user.PasswordHash = hasher.HashPassword(user, Guid.NewGuid().ToString());
        return user;
    });

    /// <summary>The person; null when the log-in must be refused.</summary>
    public async Task<User?> FindAsync(string email, string password, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var name = normalizer.NormalizeName(email.Trim());
        var unknown = stranger.Value;
        var person = await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.NormalizedUserName == name, ct);
        var verdict = Verify(person ?? unknown, password);
        // Read after the slow hash, so that many guesses at once do not all slip in before the lock.
        var locked = await db.Users.Where(user => person != null && user.Id == person.Id).Select(user => user.LockoutEnd).SingleOrDefaultAsync(ct);
        if (person is null || locked > time.GetUtcNow())
            return null;
        if (verdict is PasswordVerificationResult.Failed)
        {
            await CountFailureAsync(db, person.Id, ct);
            return null;
        }
        if (person.AccessFailedCount > 0)
            await db.Users.Where(user => user.Id == person.Id).ExecuteUpdateAsync(set => set.SetProperty(user => user.AccessFailedCount, 0), ct);
        if (verdict is PasswordVerificationResult.SuccessRehashNeeded)
        {
            var hash = hasher.HashPassword(person, password);
            await db.Users.Where(user => user.Id == person.Id && user.PasswordHash == person.PasswordHash)
                .ExecuteUpdateAsync(set => set.SetProperty(user => user.PasswordHash, hash), ct);
        }
        return person;
    }

    private PasswordVerificationResult Verify(User person, string password) =>
        hasher.VerifyHashedPassword(person, person.PasswordHash ?? "", password.Length <= PasswordRules.MaxLength ? password : "");

    private async Task CountFailureAsync(ChatDbContext db, Guid personId, CancellationToken ct)
    {
        var person = db.Users.Where(user => user.Id == personId);
        await person.ExecuteUpdateAsync(set => set.SetProperty(user => user.AccessFailedCount, user => user.AccessFailedCount + 1), ct);
        if (await person.Select(user => user.AccessFailedCount).SingleOrDefaultAsync(ct) < FailuresBeforeLock)
            return;
        DateTimeOffset? end = time.GetUtcNow() + LockTime;
        await person.ExecuteUpdateAsync(set => set.SetProperty(user => user.AccessFailedCount, 0).SetProperty(user => user.LockoutEnd, end), ct);
        await sessions.EndAllAsync(personId, ct);
    }
}
