namespace ChatApp.Files;

/// <summary>Where whole files and what was made of them lie. A key is made by <see cref="FileKey"/>; the same key always means the same bytes.</summary>
internal interface IFileStore
{
    /// <summary>Takes over a finished file of this machine; the path is gone afterwards. Once done it survives a crash.</summary>
    Task KeepAsync(FileKey key, string path, CancellationToken ct);

    /// <summary>Small things made of a file.</summary>
    Task SaveAsync(FileKey key, ReadOnlyMemory<byte> bytes, CancellationToken ct);

    /// <summary>Seekable; null when there is nothing under the key.</summary>
    Stream? Open(FileKey key);

    /// <summary>Where the reader's process finds it on this machine; null when there is nothing under the key.</summary>
    string? Fetch(FileKey key);

    /// <summary>Removes the bytes of a file and all that was made of them.</summary>
    void Remove(Guid personId, string hash);

    /// <summary>Of whom there is anything here.</summary>
    IEnumerable<Guid> People();

    /// <summary>What lies here of one person, whether or not anybody knows it.</summary>
    IEnumerable<StoredBytes> Of(Guid personId);
}

/// <param name="Whole">The bytes themselves are there, not only what was made of them.</param>
/// <param name="Touched">When any of it was last written.</param>
internal readonly record struct StoredBytes(string Hash, bool Whole, DateTime Touched);
