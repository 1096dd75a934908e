using ChatApp.E2E.Infrastructure;

namespace ChatApp.E2E.Faults;

/// <summary>A disk of a few megabytes in memory. Mounting needs root; without it the test is skipped.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string filler;

    private SmallDisk(string path) => (Path, filler) = (path, System.IO.Path.Combine(path, "filler"));

    public string Path { get; }

    public static SmallDisk Mount(int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("chatapp-disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder) != 0)
        {
            Directory.Delete(folder);
            Assert.Skip("A small disk can only be mounted as root.");
        }
        return new(folder);
    }

    public void Fill()
    {
        using var file = File.OpenWrite(filler);
        try
        {
            var page = new byte[4096];
            while (true)
            {
                file.Write(page);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Free() => File.Delete(filler);

    public void Dispose()
    {
        Run("umount", "-l", Path);
        Directory.Delete(Path, recursive: true);
    }

    private static int Run(string command, params string[] arguments)
    {
        using var process = new ChildProcess(command, arguments);
        return process.ExitedWithinAsync(TimeSpan.FromSeconds(20), CancellationToken.None).GetAwaiter().GetResult() ? process.ExitCode : -1;
    }
}
