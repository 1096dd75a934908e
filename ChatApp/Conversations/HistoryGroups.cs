using System.Globalization;

namespace ChatApp.Conversations;

/// <summary>Groups the history by the days of the browser's time zone.</summary>
internal static class HistoryGroups
{
    /// <param name="entries">Newest first; the groups keep that order.</param>
    public static IReadOnlyList<HistoryGroup> Of(IEnumerable<ConversationEntry> entries, DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = DayOf(now.UtcDateTime, zone);
        return [.. entries
            .GroupBy(entry => NameOf(DayOf(entry.UpdatedAt, zone), today))
            .Select(group => new HistoryGroup(group.Key, [.. group]))];
    }

    private static DateOnly DayOf(DateTime instant, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(instant, zone));

    private static string NameOf(DateOnly day, DateOnly today) => (today.DayNumber - day.DayNumber) switch
    {
        <= 0 => "Today",
        1 => "Yesterday",
        <= 7 => "Previous 7 days",
        _ => day.ToString("MMMM yyyy", CultureInfo.InvariantCulture),
    };
}
