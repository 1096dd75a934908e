namespace ChatApp.Admin;

/// <summary>Times on the cards; a dash where there is none yet.</summary>
internal static class Span
{
    public static string Of(TimeSpan? time) => time is { } known ? Figures.Span(known.TotalMilliseconds) : "–";
}
