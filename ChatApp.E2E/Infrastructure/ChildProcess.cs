using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ChatApp.E2E.Infrastructure;

/// <summary>A process of this run: its output is kept, and it is gone when the run is, however that ended.</summary>
internal sealed partial class ChildProcess : IDisposable
{
    private static readonly ConcurrentDictionary<int, Process> Living = new();
    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();

    static ChildProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var process in Living.Values)
            Kill(process);
    };

    public ChildProcess(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        foreach (var key in start.Environment.Keys.Where(IsOfTheBuild).ToArray())
            start.Environment.Remove(key);
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
            start.Environment[key] = value;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        Living[process.Id] = process;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public int ExitCode => process.ExitCode;

    /// <summary>Every line written so far, standard output and errors mixed.</summary>
    public IReadOnlyList<string> Lines => [.. lines];

    public void Terminate() => Send(signal: 15);

    /// <summary>Stops it in the middle of whatever it does; it notices nothing until <see cref="Resume"/>.</summary>
    public void Suspend() => Send(signal: 19);

    public void Resume() => Send(signal: 18);

    public void Kill() => Kill(process);

    public async Task<bool> ExitedWithinAsync(TimeSpan bound, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(bound);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>A port nobody listens on now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        Kill(process);
        Living.TryRemove(process.Id, out _);
        process.Dispose();
    }

    // The numbers that Linux gives to the signals.
    private void Send(int signal)
    {
        if (SendSignal(process.Id, signal) != 0)
            throw new Win32Exception();
    }

    private void Keep(string? line)
    {
        if (line is not null)
            lines.Enqueue(line);
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit(TimeSpan.FromSeconds(5));
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    // The test command's own settings would reach the programs it starts.
    private static bool IsOfTheBuild(string key) =>
        key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || key.StartsWith("ASPNETCORE_", StringComparison.Ordinal)
        || key.StartsWith("TESTINGPLATFORM_", StringComparison.Ordinal) || key.Contains("__", StringComparison.Ordinal);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int pid, int signal);
}
