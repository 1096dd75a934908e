namespace ChatApp.E2E.Infrastructure;

internal static class Words
{
    /// <summary>What the fake model says to <c>tokens=count</c>.</summary>
    public static string First(int count) => string.Join(' ', Enumerable.Range(1, count).Select(n => $"word{n}"));

    /// <summary>A name no other journey uses, for a gate or a text to find again.</summary>
    public static string Unique(string what) => what + Guid.NewGuid().ToString("N")[..8];
}
