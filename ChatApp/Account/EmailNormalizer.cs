using Microsoft.AspNetCore.Identity;

namespace ChatApp.Account;

/// <summary>
/// Writes names and emails in capitals, so that small and large letters are alike.
/// Identity's own also composes accents: emails stored before that would not be found, and U+FFFE makes it throw.
/// </summary>
internal sealed class EmailNormalizer : ILookupNormalizer
{
    public string? NormalizeName(string? name) => name?.ToUpperInvariant();

    public string? NormalizeEmail(string? email) => email?.ToUpperInvariant();
}
