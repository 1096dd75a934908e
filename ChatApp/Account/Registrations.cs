using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ChatApp.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatApp.Account;

/// <summary>How a registration ended.</summary>
internal abstract record RegistrationResult
{
    public static readonly Refused Closed = new(403, "registration-closed", "Registration is closed. Ask whoever runs this ChatApp for an account.");
    public static readonly Refused Taken = new(409, "email-taken", "There is an account with this email already.");

    public sealed record Registered(User Person) : RegistrationResult;
    public sealed record Refused(int Status, string Problem, string Sentence) : RegistrationResult;
}

/// <summary>Makes accounts. The first one ever becomes the admin.</summary>
internal sealed class Registrations(
    IDbContextFactory<ChatDbContext> databases, IPasswordHasher<User> hasher, ILookupNormalizer normalizer, IOptionsMonitor<AccountsOptions> options, SwitchWatch switches, TimeProvider time)
{
    private const int EmailLength = 254;

    public bool AreOpen => switches.Now.RegistrationOpen ?? options.CurrentValue.Registration is Registration.Open;

    public async Task<RegistrationResult> RegisterAsync(string email, string password, CancellationToken ct)
    {
        email = email.Trim();
        if (!AreOpen)
            return RegistrationResult.Closed;
        if (!IsEmail(email))
            return new RegistrationResult.Refused(422, "email-refused", "Enter an email such as you@example.org.");
        if (PasswordRules.RefusalOf(password, email) is { } refusal)
            return new RegistrationResult.Refused(422, "password-refused", refusal);

        // Hashed before the transaction: it is slow, and the transaction holds the database's only write lock.
        var person = NewPerson(email);
        person.PasswordHash = hasher.HashPassword(person, password);
        try
        {
            return await databases.InTransactionAsync((db, ct) => AddAsync(db, person, ct), ct) ? new RegistrationResult.Registered(person) : RegistrationResult.Taken;
        }
        catch (DbUpdateException) when (!ct.IsCancellationRequested)
        {
            // Where a database lets two of these run side by side, the unique name decides.
            await using var db = await databases.CreateDbContextAsync(ct);
            if (await IsTakenAsync(db, person, ct))
                return RegistrationResult.Taken;
            throw;
        }
    }

    private static async Task<bool> AddAsync(ChatDbContext db, User person, CancellationToken ct)
    {
        if (await IsTakenAsync(db, person, ct))
            return false;
        Guid? first = person.Id;
        person.IsAdmin = await db.Setups.Where(setup => setup.Id == Setup.OnlyId && setup.AdminId == null)
            .ExecuteUpdateAsync(set => set.SetProperty(setup => setup.AdminId, first), ct) == 1;
        db.Users.Add(person);
        await db.SaveChangesAsync(ct);
        return true;
    }

    private static Task<bool> IsTakenAsync(ChatDbContext db, User person, CancellationToken ct) =>
        db.Users.AnyAsync(user => user.NormalizedUserName == person.NormalizedUserName, ct);

    private User NewPerson(string email) => new()
    {
        Id = Guid.CreateVersion7(),
        UserName = email,
        NormalizedUserName = normalizer.NormalizeName(email),
        Email = email,
        NormalizedEmail = normalizer.NormalizeEmail(email),
        SecurityStamp = Guid.NewGuid().ToString("N"),
        LockoutEnabled = true,
        CreatedAt = time.GetUtcNow().UtcDateTime,
    };

    private static bool IsEmail(string email) =>
        email.Length is > 2 and <= EmailLength && !email.Any(c => char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format) && new EmailAddressAttribute().IsValid(email);
}
