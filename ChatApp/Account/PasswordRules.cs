using System.Collections.Frozen;

namespace ChatApp.Account;

/// <summary>After OWASP ASVS 5.0, chapter 6.2: length counts, composition does not, and what everybody tries first is refused.</summary>
internal static class PasswordRules
{
    public const int MinLength = 8;
    public const int MaxLength = 128;

    private static readonly Lazy<FrozenSet<string>> Common = new(ReadCommon);

    /// <summary>The sentence to show; null when the password will do.</summary>
    public static string? RefusalOf(string password, string email) => password switch
    {
        { Length: < MinLength } => $"The password needs at least {MinLength} characters.",
        { Length: > MaxLength } => $"The password may have at most {MaxLength} characters.",
        _ when Common.Value.Contains(password) => "This password is one of the most common ones. Choose another.",
        _ when password.Equals(email, StringComparison.OrdinalIgnoreCase) => "The password must not be your email.",
        _ => null,
    };

    private static FrozenSet<string> ReadCommon()
    {
        using var list = new StreamReader(typeof(PasswordRules).Assembly.GetManifestResourceStream("ChatApp.Account.CommonPasswords.txt")!);
        return list.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }
}
