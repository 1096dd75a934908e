using System.Diagnostics;

namespace ChatApp.E2E.Infrastructure;

/// <summary>Asks again and again until something is true, and says what it waited for when it never was.</summary>
internal static class Poll
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(50);

    public static Task UntilAsync(string what, TimeSpan bound, Func<Task<bool>> isTrue, CancellationToken ct) => UntilAsync(what, bound, Often, isTrue, ct);

    /// <param name="every">How often to ask: where the moment counts, every millisecond.</param>
    public static async Task UntilAsync(string what, TimeSpan bound, TimeSpan every, Func<Task<bool>> isTrue, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        using var tick = new PeriodicTimer(every);
        while (!await isTrue())
        {
            if (Stopwatch.GetElapsedTime(since) > bound)
                throw new TimeoutException($"Waited {bound.TotalSeconds:0} s for: {what}");
            await tick.WaitForNextTickAsync(ct);
        }
    }
}
