namespace ChatApp.Shell;

/// <summary>What a browser's cookies say about the first paint. <c>Shell/App.razor.js</c> and the buttons write them.</summary>
/// <param name="Theme"><c>light</c> or <c>dark</c>; null follows the system.</param>
/// <param name="History"><c>closed</c>, or null while the history stands open.</param>
/// <param name="TimeZone">The IANA name, as the browser wrote it: not to be trusted, only looked up.</param>
internal sealed record BrowserSettings(string? Theme, string? History, string? TimeZone)
{
    public static BrowserSettings Of(IRequestCookieCollection cookies) => new(
        cookies["theme"] is "light" or "dark" ? cookies["theme"] : null,
        cookies["history"] is "closed" ? "closed" : null,
        cookies["tz"] is { Length: > 0 and <= 64 } zone ? zone : null);
}
