using System.Globalization;

namespace ChatApp.E2E.Measurements;

/// <summary>Processor time that processes of this machine have used, in milliseconds, as the kernel counts it.</summary>
internal static class ProcessorTime
{
    private const int MillisecondsPerTick = 10;

    public static long Of(int process)
    {
        // After the name, which may hold anything, come the fields; the 12th and 13th are user and system time.
        var fields = File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) * MillisecondsPerTick;
    }

    /// <summary>All processes whose name begins so, over all that live now.</summary>
    public static long OfAll(string name) => Directory.GetDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0)
        .Sum(id => IsNamed(id, name) ? Of(id) : 0);

    private static bool IsNamed(int process, string name)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/comm").StartsWith(name, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
