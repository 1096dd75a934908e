namespace ChatApp.Admin.History;

/// <summary>How far back a chart looks, and how long one of its points is.</summary>
internal sealed record HistorySpan(string Name, TimeSpan Length, TimeSpan Point, string Format)
{
    public static readonly HistorySpan[] All =
    [
        new("1 h", TimeSpan.FromHours(1), TimeSpan.FromMinutes(1), "HH:mm"),
        new("24 h", TimeSpan.FromDays(1), TimeSpan.FromMinutes(10), "HH:mm"),
        new("7 days", TimeSpan.FromDays(7), TimeSpan.FromHours(1), "MM-dd HH:mm"),
        new("30 days", TimeSpan.FromDays(30), TimeSpan.FromHours(6), "MM-dd HH:mm"),
    ];

    public int Points => (int)(Length / Point);
}
