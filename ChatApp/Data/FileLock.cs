namespace ChatApp.Data;

internal static class FileLock
{
    /// <summary>The lock, held until it is disposed; null while someone else holds it.</summary>
    public static FileStream? TryTake(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>Waits for the lock.</summary>
    /// <exception cref="StartRefusedException">It was not free within the patience.</exception>
    public static async Task<FileStream> TakeAsync(string path, TimeSpan patience, TimeProvider time, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        while (time.GetElapsedTime(began) < patience)
        {
            if (TryTake(path) is { } file)
            {
                return file;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, ct);
        }
        throw new StartRefusedException($"Another process holds {path} for more than {patience.TotalSeconds:0} s.");
    }
}
