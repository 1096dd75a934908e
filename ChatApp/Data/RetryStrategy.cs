using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace ChatApp.Data;

/// <summary>
/// Tries again after short trouble: three times within seven seconds, for a person waits.
/// SQLite needs none: waiting for its lock is the same, and its file answers or does not.
/// </summary>
internal sealed class RetryStrategy(ExecutionStrategyDependencies dependencies) : ExecutionStrategy(dependencies, MaxRetries, MaxDelay)
{
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(7);

    private const int MaxRetries = 2;
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(4);
    private long startedAt;

    protected override void OnFirstExecution()
    {
        startedAt = Stopwatch.GetTimestamp();
        base.OnFirstExecution();
    }

    protected override bool ShouldRetryOn(Exception exception) => DatabaseTrouble.IsShort(exception);

    /// <returns>Null when it has been tried for long enough.</returns>
    protected override TimeSpan? GetNextDelay(Exception lastException)
    {
        if (base.GetNextDelay(lastException) is null)
            return null;
        var delay = DatabaseTrouble.KindOf(lastException) is DatabaseTroubleKind.Unreachable
            ? TimeSpan.FromSeconds(2 * ExceptionsEncountered.Count)
            : TimeSpan.FromMilliseconds(Random.Shared.Next(20, 200));
        return Stopwatch.GetElapsedTime(startedAt) + delay < MaxTime ? delay : null;
    }
}
