namespace ChatApp.Data;

internal static class StorageFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the data folder where it is missing and proves that files can be written there.</summary>
    /// <exception cref="StartRefusedException">It cannot be made or written.</exception>
    public static void Prepare(string path)
    {
        try
        {
            if (!Directory.Exists(path))
            {
                CreatePrivate(path);
            }
            File.Create(Path.Combine(path, $".probe-{Guid.NewGuid():N}"), bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"Storage:Path is {path}, and ChatApp cannot write there: {cause.Message}", cause);
        }
    }

    /// <summary>Makes a new file that only the owner of the process may read, also in a folder that others may enter. SQLite gives the files beside it the same rights.</summary>
    public static void CreatePrivateFile(string path)
    {
        if (OperatingSystem.IsWindows() || File.Exists(path))
        {
            return;
        }
        new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }).Dispose();
    }

    /// <summary>A folder that only the owner of the process may enter, also where it existed before.</summary>
    public static DirectoryInfo CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return Directory.CreateDirectory(path);
        }
        var folder = Directory.CreateDirectory(path, OwnerOnly);
        folder.UnixFileMode = OwnerOnly;
        return folder;
    }
}
