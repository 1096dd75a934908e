using System.Globalization;

namespace ChatApp.Admin;

/// <summary>How numbers and times are written on the dashboard.</summary>
internal static class Figures
{
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Such as 940, 12.4 k or 3.1 M.</summary>
    public static string Short(double number) => number switch
    {
        < 1_000 => number.ToString("0.#", CultureInfo.InvariantCulture),
        < 1_000_000 => (number / 1_000).ToString("0.#", CultureInfo.InvariantCulture) + " k",
        _ => (number / 1_000_000).ToString("0.#", CultureInfo.InvariantCulture) + " M",
    };

    /// <summary>Such as 0 B, 12 kB or 3.1 MB.</summary>
    public static string Bytes(long bytes) => bytes < 1_000
        ? $"{bytes} B"
        : Short(bytes).Replace(" k", " kB", StringComparison.Ordinal).Replace(" M", " MB", StringComparison.Ordinal);

    /// <param name="milliseconds">Written as 340 ms, 4.2 s, 3.5 min or 1.2 h.</param>
    public static string Span(double milliseconds) => milliseconds switch
    {
        < 1_000 => milliseconds.ToString("0", CultureInfo.InvariantCulture) + " ms",
        < 60_000 => (milliseconds / 1_000).ToString("0.#", CultureInfo.InvariantCulture) + " s",
        < 3_600_000 => (milliseconds / 60_000).ToString("0.#", CultureInfo.InvariantCulture) + " min",
        _ => (milliseconds / 3_600_000).ToString("0.#", CultureInfo.InvariantCulture) + " h",
    };

    /// <summary>In the zone of whoever looks.</summary>
    public static string Time(DateTime utc, TimeZoneInfo zone, string format = "yyyy-MM-dd HH:mm") =>
        TimeZoneInfo.ConvertTimeFromUtc(utc, zone).ToString(format, CultureInfo.InvariantCulture);
}
