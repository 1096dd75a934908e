using ChatApp.Data;

namespace ChatApp.Resilience;

/// <summary>
/// What one circuit does while the database is in trouble: readings are repeated until they succeed, commands are not.
/// Scoped, and called on the circuit's own dispatcher.
/// </summary>
public sealed partial class DatabaseRetry(TimeProvider time, ILogger<DatabaseRetry> log) : IDisposable
{
    private static readonly TimeSpan[] RetryDelays =
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5)];

    private static readonly TimeSpan RefusalTimeout = TimeSpan.FromSeconds(10);

    private int failing;
    private ITimer? refusal;

    /// <summary>Raised on any thread when <see cref="State"/> changes.</summary>
    public event Action? Changed;

    public DatabaseState State =>
        refusal is not null ? DatabaseState.CommandRefused
        : failing > 0 ? DatabaseState.ReadingFails
        : DatabaseState.Available;

    /// <summary>Reads until it succeeds. Only trouble with the database is retried.</summary>
    /// <param name="read">
    /// Must not touch the component: retries run beside the dispatcher, because a locked SQLite file blocks its thread.
    /// </param>
    /// <param name="failed">Called once, after the first try has failed.</param>
    public async Task<T> ReadAsync<T>(
        Func<CancellationToken, Task<T>> read, Action? failed, CancellationToken ct)
    {
        try
        {
            return await read(ct);
        }
        catch (Exception exception) when (DatabaseTrouble.IsTrouble(exception))
        {
            if (failing == 0)
                LogReadingFails(exception);
        }
        failing++;
        try
        {
            failed?.Invoke();
            Changed?.Invoke();
            return await RetryAsync(read, ct);
        }
        finally
        {
            failing--;
            Changed?.Invoke();
        }
    }

    /// <summary>Runs a command once, beside the dispatcher: a locked database must not freeze the page.</summary>
    /// <returns>False when the database was in trouble; then nothing was changed, and the notice says so.</returns>
    public async Task<bool> TryAsync(Func<CancellationToken, Task> command, CancellationToken ct)
    {
        try
        {
            await Task.Run(() => command(ct), ct);
            EndRefusal();
            return true;
        }
        catch (Exception exception) when (DatabaseTrouble.IsTrouble(exception))
        {
            LogCommandRefused(exception);
            refusal?.Dispose();
            refusal = time.CreateTimer(_ => EndRefusal(), null, RefusalTimeout, Timeout.InfiniteTimeSpan);
            Changed?.Invoke();
            return false;
        }
    }

    public void Dispose() => refusal?.Dispose();

    private async Task<T> RetryAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            await Task.Delay(RetryDelays[Math.Min(attempt, RetryDelays.Length - 1)], time, ct);
            try
            {
                return await Task.Run(() => read(ct), ct);
            }
            catch (Exception exception) when (DatabaseTrouble.IsTrouble(exception))
            {
                // The first failure is in the log, and the notice stands on the page.
            }
        }
    }

    private void EndRefusal()
    {
        if (Interlocked.Exchange(ref refusal, null) is not { } shown)
            return;
        shown.Dispose();
        Changed?.Invoke();
    }

    [LoggerMessage(LogLevel.Warning, "A page could not read the database; it tries again until it can")]
    private partial void LogReadingFails(Exception exception);

    [LoggerMessage(LogLevel.Warning, "A command of a page could not use the database; the person was told so")]
    private partial void LogCommandRefused(Exception exception);
}
