using System.Globalization;
using ChatApp.Data;

namespace ChatApp.Admin.Audit;

/// <summary>Which entries of the log; what is empty filters nothing.</summary>
/// <param name="Actor">A part of the actor's email.</param>
/// <param name="Action">The whole name, or its beginning up to a dot.</param>
/// <param name="Target">A part of the target.</param>
/// <param name="From">The first day (UTC).</param>
/// <param name="To">The last day (UTC).</param>
internal sealed record AuditFilter(string? Actor = null, string? Action = null, string? Target = null, DateOnly? From = null, DateOnly? To = null)
{
    public IQueryable<AuditEntry> Of(IQueryable<AuditEntry> entries)
    {
        entries = entries.WhereContains(entry => entry.Actor, Actor).WhereContains(entry => entry.Target, Target);
        if (!string.IsNullOrWhiteSpace(Action))
            entries = entries.Where(entry => entry.Action == Action || entry.Action.StartsWith(Action + "."));
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
}
