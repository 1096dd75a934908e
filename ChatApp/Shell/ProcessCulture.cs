using System.Globalization;

namespace ChatApp.Shell;

/// <summary>Dates, numbers and letter case are the same on every machine, whatever LANG or LC_ALL say there.</summary>
internal static class ProcessCulture
{
    /// <summary>Call it first: the runtime otherwise takes the culture of the machine.</summary>
    public static void UseInvariant()
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
    }
}
