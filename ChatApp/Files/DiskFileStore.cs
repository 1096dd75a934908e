using System.Globalization;
using ChatApp.Data;
using Microsoft.Extensions.Options;

namespace ChatApp.Files;

/// <summary>Files below <c>Storage:Path</c>: a folder per person, in it the bytes by their hash.</summary>
internal sealed class DiskFileStore(IOptions<StorageOptions> storage) : IFileStore
{
    private readonly string root = Path.Combine(storage.Value.Path, "files");

    public Task KeepAsync(FileKey key, string path, CancellationToken ct)
    {
        var target = PathFor(key);
        // Tried again after its end, the bytes are there already.
        if (File.Exists(path) || !File.Exists(target))
            File.Move(path, target, overwrite: true);
        return Task.CompletedTask;
    }

    public async Task SaveAsync(FileKey key, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        var target = PathFor(key);
        var made = $"{target}.{Guid.NewGuid():N}.part";
        await File.WriteAllBytesAsync(made, bytes, ct);
        File.Move(made, target, overwrite: true);
    }

    public Stream? Open(FileKey key)
    {
        try
        {
            return new FileStream(Path.Combine(Folder(key.PersonId), key.FileName), new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.Read | FileShare.Delete,
                Options = FileOptions.Asynchronous,
                BufferSize = 0,
            });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public string? Fetch(FileKey key) => Path.Combine(Folder(key.PersonId), key.FileName) is var path && File.Exists(path) ? path : null;

    public void Remove(Guid personId, string hash)
    {
        var folder = new DirectoryInfo(Folder(personId));
        if (!folder.Exists)
            return;
        foreach (var file in folder.EnumerateFiles(hash + "*"))
            file.Delete();
    }

    public IEnumerable<Guid> People() =>
        from folder in Directory.Exists(root) ? new DirectoryInfo(root).EnumerateDirectories() : []
        where Guid.TryParseExact(folder.Name, "N", out _)
        select Guid.ParseExact(folder.Name, "N");

    public IEnumerable<StoredBytes> Of(Guid personId) =>
        from file in new DirectoryInfo(Folder(personId)) is { Exists: true } folder ? folder.EnumerateFiles() : []
        group file by file.Name.Split('.')[0] into same
        select new StoredBytes(same.Key, same.Any(file => file.Name == same.Key), same.Max(file => file.LastWriteTimeUtc));

    private string Folder(Guid personId) => Path.Combine(root, personId.ToString("N", CultureInfo.InvariantCulture));

    private string PathFor(FileKey key)
    {
        StorageFolder.CreatePrivate(root);
        return Path.Combine(StorageFolder.CreatePrivate(Folder(key.PersonId)).FullName, key.FileName);
    }
}
