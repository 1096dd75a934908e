using ChatApp.E2E.Infrastructure;

namespace ChatApp.E2E.Faults;

[EveryDatabase]
public sealed class FaultRunTests(TestRun run)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Journey(Timeout = 180_000)]
    public async Task HalfAMinuteOfFaultsByTheDiceLosesAndRepeatsNothing()
    {
        await using var world = await FaultWorld.StartAsync(run.Published, slots: 8, Ct, FaultRun.Settings);

        var (verdict, told) = await new FaultRun(world, Random.Shared.Next()).RunAsync(TimeSpan.FromSeconds(25), Ct);

        TestContext.Current.TestOutputHelper?.WriteLine(told);
        Assert.True(verdict.IsClean, $"{told}\n{verdict}");
    }
}
