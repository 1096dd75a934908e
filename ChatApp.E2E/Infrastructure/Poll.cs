using System.Diagnostics;

namespace ChatApp.E2E.Infrastructure;

/// <summary>Asks again and again until something is true, and says what it waited for when it never was.</summary>
internal static class Poll
{
    public static async Task UntilAsync(string what, TimeSpan bound, Func<Task<bool>> isTrue, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await isTrue())
        {
            if (Stopwatch.GetElapsedTime(since) > bound)
                throw new TimeoutException($"Waited {bound.TotalSeconds:0} s for: {what}");
            await tick.WaitForNextTickAsync(ct);
        }
    }
}
