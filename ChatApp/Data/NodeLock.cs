using Microsoft.Extensions.Options;

namespace ChatApp.Data;

/// <summary>Keeps a second process from running under the same node name. The system lets the lock go with the process, however that ends.</summary>
internal sealed class NodeLock(IOptions<StorageOptions> storage, IOptions<NodeOptions> node) : IDisposable
{
    private FileStream? file;

    public void Take()
    {
        // Small letters: names of nodes are compared without letter case, names of files are not.
        var path = Path.Combine(storage.Value.Path, $"node-{node.Value.Name.ToLowerInvariant()}.lock");
        file = FileLock.TryTake(path) ?? throw new StartRefusedException(
            $"Another ChatApp already runs as node \"{node.Value.Name}\" in {storage.Value.Path}; stop it, or give this one another Node:Name.");
    }

    public void Dispose() => file?.Dispose();
}
