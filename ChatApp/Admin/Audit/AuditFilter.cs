using System.Globalization;
using System.Text.RegularExpressions;
using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Admin.Audit;

/// <summary>Which entries of the log; what is empty filters nothing.</summary>
/// <param name="Actor">A part of the actor's email.</param>
/// <param name="Action">The whole name, or its beginning up to a dot.</param>
/// <param name="Target">A part of the target.</param>
/// <param name="From">The first day (UTC).</param>
/// <param name="To">The last day (UTC).</param>
internal sealed partial record AuditFilter(string? Actor = null, string? Action = null, string? Target = null, DateOnly? From = null, DateOnly? To = null)
{
    private const string Escape = "\\";

    public IQueryable<AuditEntry> Of(IQueryable<AuditEntry> entries)
    {
        if (!string.IsNullOrWhiteSpace(Actor))
        {
            var actor = Part(Actor);
            entries = entries.Where(entry => EF.Functions.Like(entry.Actor, actor, Escape));
        }
        if (!string.IsNullOrWhiteSpace(Action))
            entries = entries.Where(entry => entry.Action == Action || entry.Action.StartsWith(Action + "."));
        if (!string.IsNullOrWhiteSpace(Target))
        {
            var target = Part(Target);
            entries = entries.Where(entry => EF.Functions.Like(entry.Target, target, Escape));
        }
        if (From is { } from)
        {
            var begin = from.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            entries = entries.Where(entry => entry.At >= begin);
        }
        if (To is { } to && to < DateOnly.MaxValue)
        {
            var end = to.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            entries = entries.Where(entry => entry.At < end);
        }
        return entries;
    }

    /// <summary>The same as the query of an address; empty when nothing is filtered.</summary>
    public string ToQuery() => QueryString.Create(new Dictionary<string, string?>
    {
        ["actor"] = Actor,
        ["action"] = Action,
        ["target"] = Target,
        ["from"] = From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["to"] = To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    }.Where(part => !string.IsNullOrWhiteSpace(part.Value))).ToString();

    // Large and small letters are alike, as both databases compare by LIKE.
    private static string Part(string text) => $"%{Wildcard().Replace(text.Trim(), Escape + "$0")}%";

    [GeneratedRegex(@"[%_\\[]")]
    private static partial Regex Wildcard();
}
