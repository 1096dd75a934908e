using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using ChatApp.Data;
using Microsoft.Extensions.Options;
using Microsoft.Win32.SafeHandles;

namespace ChatApp.Files;

/// <summary>Uploads that are not whole yet: one file of this machine each, whose length is how far the upload has come.</summary>
internal sealed class PartialFiles(IOptions<StorageOptions> storage)
{
    private const int BufferSize = 128 * 1024;
    private readonly string root = Path.Combine(storage.Value.Path, "files", "uploads");
    private readonly ConcurrentDictionary<Guid, Writing> writers = new();

    public string PathOf(Guid id) => Path.Combine(root, id.ToString("N", CultureInfo.InvariantCulture));

    public bool Exists(Guid id) => File.Exists(PathOf(id));

    public long LengthOf(Guid id) => new FileInfo(PathOf(id)) is { Exists: true, Length: var length } ? length : 0;

    public void Create(Guid id)
    {
        StorageFolder.CreatePrivate(Path.GetDirectoryName(root)!);
        StorageFolder.CreatePrivate(root);
        File.Create(PathOf(id)).Dispose();
    }

    public void Remove(Guid id) => File.Delete(PathOf(id));

    /// <summary>Ids of uploads that nobody wrote to since then.</summary>
    public IEnumerable<Guid> OlderThan(DateTime then) =>
        from file in Directory.Exists(root) ? new DirectoryInfo(root).EnumerateFiles() : []
        where file.LastWriteTimeUtc < then && Guid.TryParseExact(file.Name, "N", out _)
        select Guid.ParseExact(file.Name, "N");

    /// <summary>The right to write to an upload. Whoever held it before is told to end, since its connection is dead or its sender has given it up.</summary>
    public async Task<Writing> TakeAsync(Guid id, CancellationToken ct)
    {
        var mine = new Writing(this, id, ct);
        while (!writers.TryAdd(id, mine))
            if (writers.TryGetValue(id, out var other))
                await other.EndAsync().WaitAsync(ct);
        return mine;
    }

    /// <summary>Appends a body to the upload at this offset, which is its length.</summary>
    /// <param name="taken">Sees the bytes before they are written; false ends it.</param>
    /// <returns>True at the body's end.</returns>
    public async Task<bool> AppendAsync(Guid id, long offset, Stream body, Func<ReadOnlyMemory<byte>, bool> taken, CancellationToken ct)
    {
        using var file = File.OpenHandle(PathOf(id), FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read | FileShare.Delete, FileOptions.Asynchronous);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await body.ReadAsync(buffer, ct) is > 0 and var count)
            {
                if (!taken(buffer.AsMemory(0, count)))
                    return false;
                await RandomAccess.WriteAsync(file, buffer.AsMemory(0, count), offset, CancellationToken.None);
                offset += count;
            }
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Puts a whole upload safely on the disk.</summary>
    public void Flush(Guid id)
    {
        using SafeFileHandle file = File.OpenHandle(PathOf(id), FileMode.Open, FileAccess.Write);
        RandomAccess.FlushToDisk(file);
    }

    internal sealed class Writing(PartialFiles owner, Guid id, CancellationToken ct) : IDisposable
    {
        private readonly CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CancellationToken Ending => ending.Token;

        public async Task EndAsync()
        {
            try
            {
                await ending.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // It ended by itself at this very moment.
            }
            await ended.Task;
        }

        public void Dispose()
        {
            owner.writers.TryRemove(new(id, this));
            ended.TrySetResult();
            ending.Dispose();
        }
    }
}
