using System.Diagnostics.CodeAnalysis;
using ChatApp.Data;

namespace ChatApp.LanguageModels;

/// <summary>
/// A model of an endpoint, written <c>endpoint/model</c>; the model's own name may contain slashes.
/// Compared without letter case, as the database compares both names.
/// </summary>
public sealed record ModelChoice(string Endpoint, string Model)
{
    public override string ToString() => $"{Endpoint}/{Model}";

    public bool Equals(ModelChoice? other) =>
        other is not null && NameComparison.Comparer.Equals(Endpoint, other.Endpoint) && NameComparison.Comparer.Equals(Model, other.Model);

    public override int GetHashCode() =>
        HashCode.Combine(NameComparison.Comparer.GetHashCode(Endpoint), NameComparison.Comparer.GetHashCode(Model));

    public static bool TryParse(string? text, [NotNullWhen(true)] out ModelChoice? choice)
    {
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        // Names of endpoints have small letters only.
        choice = slash > 0 && slash < text!.Length - 1 ? new(text[..slash].ToLowerInvariant(), text[(slash + 1)..]) : null;
        return choice is not null;
    }
}
