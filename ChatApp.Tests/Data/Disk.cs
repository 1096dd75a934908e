using System.Diagnostics;

namespace ChatApp.Tests.Data;

/// <summary>A small disk in memory that can be filled and made read-only. Mounting needs root; without it the test is skipped.</summary>
internal sealed class Disk : IDisposable
{
    private readonly string path;

    private Disk(string path) => this.path = path;

    /// <summary>An empty folder on the disk.</summary>
    public string Folder => System.IO.Path.Combine(path, "data");

    public static Disk Mount(int kilobytes)
    {
        var path = Directory.CreateTempSubdirectory("chatapp-disk-").FullName;
        if (!OperatingSystem.IsLinux() || Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", path) != 0)
        {
            Directory.Delete(path);
            Assert.Skip("A small disk can only be mounted as root.");
        }
        Directory.CreateDirectory(System.IO.Path.Combine(path, "data"));
        return new(path);
    }

    /// <summary>Gives it another size, or takes the right to write away.</summary>
    /// <param name="options">As the command <c>mount</c> takes them.</param>
    public void Remount(string options) => Assert.Equal(0, Run("mount", "-o", $"remount,{options}", path));

    public void Dispose()
    {
        Run("umount", "-l", path);
        Directory.Delete(path, recursive: true);
    }

    private static int Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
