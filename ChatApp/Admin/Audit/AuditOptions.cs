using System.ComponentModel.DataAnnotations;

namespace ChatApp.Admin.Audit;

internal sealed class AuditOptions
{
    public const string Section = "Audit";

    [Range(1, 36_500, ErrorMessage = "Audit:KeepDays is a number from 1 to 36500.")]
    public int KeepDays { get; init; } = 365;
}
