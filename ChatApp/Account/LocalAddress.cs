namespace ChatApp.Account;

/// <summary>Where to go after a log-in. Only paths of this site: anything else could lead a person who just logged in to a copy of ChatApp.</summary>
internal static class LocalAddress
{
    public const string Home = "/";
    private const int MaxLength = 2000;

    public static string OrHome(string? address) => IsLocal(address) ? address! : Home;

    // Browsers read a backslash as a slash and drop tabs and line ends; an address on the wire is ASCII, and a header takes nothing else.
    private static bool IsLocal(string? address) =>
        address is ['/', ..] and not ['/', '/', ..] && address.Length <= MaxLength && address.All(c => c is > ' ' and <= '~' and not '\\');
}
