using System.Collections.Concurrent;

namespace ChatApp.E2E.Infrastructure.ModelServer;

/// <summary>Named gates that a reply can wait at; once opened, a gate stays open.</summary>
internal sealed class FakeGates
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> gates = new();

    public void Open(string name) => Gate(name).TrySetResult();

    public Task PassAsync(string name, CancellationToken ct) => Gate(name).Task.WaitAsync(ct);

    private TaskCompletionSource Gate(string name) =>
        gates.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
