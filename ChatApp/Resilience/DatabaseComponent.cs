using Microsoft.AspNetCore.Components;

namespace ChatApp.Resilience;

/// <summary>
/// A component that uses the database. On a circuit trouble with the database shows the page's notice and never ends
/// the circuit; while a page is prerendered it ends the request with status 503.
/// </summary>
public abstract class DatabaseComponent : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource closed = new();
    private CancellationTokenSource? latest;

    protected DatabaseComponent() => Closed = closed.Token;

    [Inject] private DatabaseRetry Retry { get; init; } = default!;

    /// <summary>Cancelled when the component goes.</summary>
    protected CancellationToken Closed { get; }

    /// <summary>Reads, until it succeeds on a circuit, and shows the result on the component's dispatcher.</summary>
    /// <param name="read">Must not touch the component: see <see cref="DatabaseRetry.ReadAsync"/>.</param>
    protected Task ReadAsync<T>(Func<CancellationToken, Task<T>> read, Action<T> show) =>
        ReadAsync(read, show, failed: null, Closed);

    /// <summary>The same, and a later call takes the place of an earlier one that still reads.</summary>
    /// <param name="failed">Called once, after the first try has failed.</param>
    /// <returns>False when a later call took its place, or the component was closed.</returns>
    protected async Task<bool> ReadLatestAsync<T>(
        Func<CancellationToken, Task<T>> read, Action<T> show, Action? failed = null)
    {
        AbandonLatest();
        using var mine = CancellationTokenSource.CreateLinkedTokenSource(Closed);
        latest = mine;
        try
        {
            return await ReadAsync(read, show, failed, mine.Token);
        }
        finally
        {
            if (latest == mine)
                latest = null;
        }
    }

    /// <summary>Gives up what <see cref="ReadLatestAsync"/> still reads.</summary>
    protected void AbandonLatest() => latest?.Cancel();

    /// <summary>Runs a command once; it must not touch the component.</summary>
    /// <returns>False when nothing was changed, because of trouble with the database or a closed page.</returns>
    protected async Task<bool> TryAsync(Func<CancellationToken, Task> command)
    {
        try
        {
            return await Retry.TryAsync(command, Closed);
        }
        catch (OperationCanceledException) when (Closed.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Enters the component from any thread. What fails there ends as in an event handler.</summary>
    protected void Dispatch(Action work) => Dispatch(() =>
    {
        work();
        return Task.CompletedTask;
    });

    protected void Dispatch(Func<Task> work) => InvokeAsync(async () =>
    {
        try
        {
            if (!Closed.IsCancellationRequested)
                await work();
        }
        catch (OperationCanceledException) when (Closed.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    });

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        closed.Cancel();
        closed.Dispose();
    }

    private async Task<bool> ReadAsync<T>(
        Func<CancellationToken, Task<T>> read, Action<T> show, Action? failed, CancellationToken ct)
    {
        try
        {
            var found = RendererInfo.IsInteractive ? await Retry.ReadAsync(read, failed, ct) : await read(ct);
            if (ct.IsCancellationRequested)
                return false;
            show(found);
            return true;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return false;
        }
    }
}
