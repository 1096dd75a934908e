namespace ChatApp.Replies;

/// <summary>Says that the line changed. Cheap, and as often as one likes: the <see cref="LineKeeper"/> looks once for all.</summary>
internal sealed class Wake : IDisposable
{
    private readonly SemaphoreSlim signal = new(0, 1);

    public void Call()
    {
        try
        {
            if (signal.CurrentCount == 0)
                signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else has just called.
        }
    }

    /// <returns>False when the time was up first.</returns>
    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken ct) => signal.WaitAsync(atMost, ct);

    public void Dispose() => signal.Dispose();
}
