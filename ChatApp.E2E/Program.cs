using ChatApp.E2E.Connections;
using ChatApp.E2E.Faults;
using ChatApp.E2E.Infrastructure.ModelServer;
using ChatApp.E2E.Measurements;
using Xunit.MicrosoftTestingPlatform;

namespace ChatApp.E2E;

/// <summary>One executable, several doors: without a command it runs the journeys.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        try
        {
            return await RunAsync(args);
        }
        finally
        {
            await AppDatabase.StopServersAsync();
        }
    }

    private static Task<int> RunAsync(string[] args) => args switch
    {
        ["fake-model", .. var rest] => FakeModelServer.RunAsync(rest),
        ["connections", .. var rest] => OutageRun.CommandAsync(rest),
        ["faults", .. var rest] => FaultRun.CommandAsync(rest),
        ["measure", .. var rest] => Measure.RunAsync(rest),
        _ => TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    };
}
