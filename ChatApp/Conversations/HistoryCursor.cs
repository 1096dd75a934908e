using System.Globalization;

namespace ChatApp.Conversations;

/// <summary>A place in the history's order; the id parts conversations of the same instant.</summary>
public sealed record HistoryCursor(DateTime UpdatedAt, Guid Id)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{UpdatedAt.Ticks}-{Id:N}");

    /// <summary>Null for anything that <see cref="ToString"/> never wrote.</summary>
    public static HistoryCursor? Parse(string? text) =>
        text?.Split('-', 2) is [var ticks, var id]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var instant)
        && instant <= DateTime.MaxValue.Ticks
        && Guid.TryParseExact(id, "N", out var guid)
            ? new(new(instant, DateTimeKind.Utc), guid)
            : null;
}
