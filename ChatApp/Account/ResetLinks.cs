using ChatApp.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Account;

/// <summary>Links to set a new password without the old one. Each works once, within an hour, and not after another change.</summary>
internal sealed class ResetLinks(
    IDbContextFactory<ChatDbContext> databases, IDataProtectionProvider protection, ILookupNormalizer normalizer, Passwords passwords)
{
    public const string Page = "/reset-password";
    public const string Spent = "This link was used already or is too old. Ask for a new one.";
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("ChatApp.PasswordReset").ToTimeLimitedDataProtector();

    /// <summary>The link's path and query; null when nobody has that email.</summary>
    public async Task<string?> CreateAsync(string email, CancellationToken ct)
    {
        var name = normalizer.NormalizeName(email.Trim());
        await using var db = await databases.CreateDbContextAsync(ct);
        var person = await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.NormalizedUserName == name, ct);
        return person is null ? null : Create(person);
    }

    /// <summary>The link's path and query for a person as the database knows them now.</summary>
    public string Create(User person) => $"{Page}?token={protector.Protect($"{person.Id:N}{person.SecurityStamp}", Lifetime)}";

    /// <summary>Whose link it is; null when it does not work any more.</summary>
    public async Task<User?> FindAsync(string token, CancellationToken ct)
    {
        if (Unprotected(token) is not { Length: > 32 } text || !Guid.TryParseExact(text[..32], "N", out var id))
            return null;
        var stamp = text[32..];
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == id && user.SecurityStamp == stamp, ct);
    }

    /// <summary>The sentence to show; null when the password is set.</summary>
    public async Task<string?> UseAsync(string token, string password, CancellationToken ct)
    {
        if (await FindAsync(token, ct) is not { } person)
            return Spent;
        if (PasswordRules.RefusalOf(password, person.Email ?? "") is { } refusal)
            return refusal;
        return await passwords.SetAsync(person, password, keep: null, ct) ? null : Spent;
    }

    private string? Unprotected(string token)
    {
        try
        {
            return protector.Unprotect(token);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}
