using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using ChatApp.Data;
using Microsoft.Extensions.Options;

namespace ChatApp.Files.Reader;

/// <summary>
/// Runs this program once more, by its other door, to read one file that nobody trusts: without environment, with little time and memory, at low priority.
/// Whatever the file does to it, this process only learns that it could not be read.
/// </summary>
internal sealed class ReaderProcess(IOptions<FilesOptions> options, TimeProvider time) : IDisposable
{
    private const int MostOutput = 48 << 20;

    /// <summary>How much longer than its own time a reader may take, on a machine that has little for it.</summary>
    public const int Slowness = 3;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(25);
    private readonly SemaphoreSlim slots = new(options.Value.ReaderSlots);

    /// <param name="side">The longer side of a picture, in pixels; null as the settings say.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">No process could be started.</exception>
    public async Task<ReaderAnswer> ReadAsync(string path, FileKind kind, CancellationToken ct, int? side = null)
    {
        await slots.WaitAsync(ct);
        try
        {
            return await RunAsync(path, kind, side, ct);
        }
        finally
        {
            slots.Release();
        }
    }

    public void Dispose() => slots.Dispose();

    private async Task<ReaderAnswer> RunAsync(string path, FileKind kind, int? side, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        using var process = Process.Start(Command(path, kind, side)) ?? throw new InvalidOperationException("The reader did not start.");
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        ending.CancelAfter(options.Value.ReaderTimeout * Slowness);
        using var killing = ending.Token.Register(() => Kill(process));
        var tooLarge = Task.FromResult(false);
        try
        {
            Calm(process);
            process.StandardInput.Close();
            var errors = process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            tooLarge = WatchAsync(process, ending);
            var answer = await ReaderOutput.ReadAsync(process.StandardOutput.BaseStream, MostOutput, ending.Token);
            await process.WaitForExitAsync(ending.Token);
            await ending.CancelAsync();
            await errors;
            return (process.ExitCode == 0 ? answer : null) is { } whole ? whole with { Elapsed = time.GetElapsedTime(began) } : await UnreadableAsync();
        }
        catch (Exception e) when (e is IOException or InvalidDataException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            await ending.CancelAsync();
            return await UnreadableAsync();
        }
        finally
        {
            Kill(process);
        }

        async Task<ReaderAnswer> UnreadableAsync() =>
            ReaderAnswer.Unreadable(await tooLarge && kind is FileKind.Picture ? ReaderAnswer.TooLarge : ReaderAnswer.Broken) with { Elapsed = time.GetElapsedTime(began) };
    }

    // The heap's own limit does not hold what native code takes.
    /// <returns>Whether it took too much memory.</returns>
    private async Task<bool> WatchAsync(Process process, CancellationTokenSource ending)
    {
        var most = options.Value.ReaderMegabytes * (1L << 20);
        using var timer = new PeriodicTimer(Look, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ending.Token))
            {
                process.Refresh();
                if (process.HasExited)
                    return false;
                // A busy machine is not the file's fault, so the processor's time counts.
                var tooLarge = process.WorkingSet64 > most;
                if (!tooLarge && process.TotalProcessorTime <= options.Value.ReaderTimeout)
                    continue;
                await ending.CancelAsync();
                return tooLarge;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException)
        {
            // It ended, by itself or by us.
        }
        return false;
    }

    private ProcessStartInfo Command(string path, FileKind kind, int? side)
    {
        var limits = options.Value;
        var program = typeof(ReaderProcess).Assembly.Location;
        // The runtime that runs us lies three folders below its own starter; an app that carries its runtime has none and starts itself.
        var muxer = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        var start = File.Exists(muxer) && program is not ""
            ? new ProcessStartInfo(muxer, [program])
            : new ProcessStartInfo(Environment.ProcessPath ?? throw new InvalidOperationException("This program does not know itself."));
        foreach (var word in new ReaderCommand(kind, path, limits.MaxPicturePixels, side ?? limits.PictureSide, limits.MaxTextCharacters, limits.ReaderTimeout).Words)
            start.ArgumentList.Add(word);
        start.Environment.Clear();
        start.Environment["DOTNET_GCHeapHardLimit"] = (limits.ReaderMegabytes * (1L << 20)).ToString("X", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        // It ends before watching itself could make it faster.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.WorkingDirectory = Path.GetTempPath();
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        return start;
    }

    private static void Calm(Process process)
    {
        try
        {
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended already, or may not be calmed.
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended already.
        }
    }
}
