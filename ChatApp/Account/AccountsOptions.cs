using System.ComponentModel.DataAnnotations;

namespace ChatApp.Account;

public enum Registration
{
    Open,
    Closed,
}

internal sealed class AccountsOptions
{
    public const string Section = "Accounts";

    /// <summary>Closed means closed: not even a first account is made then.</summary>
    [EnumDataType(typeof(Registration), ErrorMessage = "Accounts:Registration must be Open or Closed.")]
    public Registration Registration { get; init; } = Registration.Open;

    /// <summary>Log-ins and registrations together, per address.</summary>
    [Range(0, 1_000_000, ErrorMessage = "Accounts:AttemptsPerMinute must be a whole number from 0 to 1000000; 0 means no limit.")]
    public int AttemptsPerMinute { get; init; } = 100;
}
