using System.Diagnostics.CodeAnalysis;

namespace ChatApp.LanguageModels;

/// <summary>A model of an endpoint, written <c>endpoint/model</c>; the model's own name may contain slashes.</summary>
public sealed record ModelChoice(string Endpoint, string Model)
{
    public override string ToString() => $"{Endpoint}/{Model}";

    public static bool TryParse(string? text, [NotNullWhen(true)] out ModelChoice? choice)
    {
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        choice = slash > 0 && slash < text!.Length - 1 ? new(text[..slash], text[(slash + 1)..]) : null;
        return choice is not null;
    }
}
