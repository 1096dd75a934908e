using System.Net;
using ChatApp.Queue;
using ChatApp.Tests.Running;
using Hangfire.InMemory;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatApp.Tests.Shell;

[EveryDatabase]
public sealed class HealthTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task ItIsReadyOnlyWhileFilesCanBeWrittenAndSaysNoMore()
    {
        await using var app = TestApp.Start();
        await BecomesAsync(app, HttpStatusCode.OK);
        var elsewhere = app.Folder + "-away";
        Directory.Move(app.Folder, elsewhere);
        try
        {
            using var answer = await app.Anonymous().GetAsync("/health/ready", Ct);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct)));
            using var live = await app.Anonymous().GetAsync("/health/live", Ct);
            Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        }
        finally
        {
            Directory.Move(elsewhere, app.Folder);
        }
        await BecomesAsync(app, HttpStatusCode.OK);
    }

    [Fact]
    public async Task AJobEngineWithoutASignOfLifeIsNotReady()
    {
        var health = new QueueHealth(new InMemoryStorage(), TimeProvider.System);

        var result = await health.CheckHealthAsync(new() { Registration = new("queue", health, HealthStatus.Unhealthy, null) }, Ct);

        Assert.Equal(HealthStatus.Unhealthy, result.Status);
    }

    // The job engine says that it lives a moment after the app answers.
    internal static async Task BecomesAsync(TestApp app, HttpStatusCode status)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            using var answer = await app.Anonymous().GetAsync("/health/ready", Ct);
            if (answer.StatusCode == status)
                return;
            await timer.WaitForNextTickAsync(Ct);
        }
    }
}
