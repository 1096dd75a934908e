using System.Globalization;
using System.Runtime.CompilerServices;

namespace ChatApp.E2E.Infrastructure;

/// <summary>Tests write and read dates and numbers the same way on every machine, before and beside any app.</summary>
internal static class TestCulture
{
    [ModuleInitializer]
    internal static void UseInvariant()
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
    }
}
