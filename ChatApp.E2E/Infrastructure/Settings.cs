using System.Reflection;

namespace ChatApp.E2E.Infrastructure;

/// <summary>What the build wrote into this assembly.</summary>
internal static class Settings
{
    public static string Project => Read("ChatAppProject");

    public static string Configuration => Read("Configuration");

    public static string TestResults => Read("TestResults");

    private static string Read(string key) =>
        typeof(Settings).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
