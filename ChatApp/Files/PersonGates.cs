namespace ChatApp.Files;

/// <summary>One at a time per person, between the rows of files and their bytes: what is just being uploaded again must not go with what is just being deleted.</summary>
internal sealed class PersonGates
{
    private readonly SemaphoreSlim[] gates = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    public async Task<IDisposable> EnterAsync(Guid personId, CancellationToken ct)
    {
        var gate = gates[(uint)personId.GetHashCode() % gates.Length];
        await gate.WaitAsync(ct);
        return new Entered(gate);
    }

    private sealed class Entered(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
