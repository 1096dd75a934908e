using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ChatApp.Tests.Running;

namespace ChatApp.Tests.Data;

/// <summary>The app as a process of its own, to see what it prints and how it ends.</summary>
internal sealed class AppRun : IDisposable
{
    private readonly Process process;
    private readonly List<string> output = [];
    private readonly Task<string> errors;
    private readonly Task reading;
    private readonly TaskCompletionSource spoke = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AppRun(Process process)
    {
        this.process = process;
        reading = ReadAsync();
        errors = process.StandardError.ReadToEndAsync();
    }

    public Uri Address { get; private init; } = default!;

    /// <summary>Bytes of memory that it has now.</summary>
    public long Resident
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    public static AppRun Start(string folder, params (string Key, string Value)[] settings) => Start(folder, [], settings);

    /// <summary>One of the commands that end by themselves.</summary>
    public static async Task<(int Code, string Errors, string Output)> CommandAsync(string folder, params string[] command)
    {
        using var run = Start(folder, command, []);
        return await run.EndAsync();
    }

    private static AppRun Start(string folder, string[] command, (string Key, string Value)[] settings)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ChatApp.dll"), .. command, "--urls", address.ToString()])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in TestDatabase.Settings(folder).Select(setting => (setting.Key, setting.Value!)).Concat(settings))
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        return new AppRun(Process.Start(start)!) { Address = address };
    }

    /// <summary>What a start that is refused says, and its exit code.</summary>
    public static async Task<(int Code, string Errors, string Output)> RefusedAsync(string folder, params (string Key, string Value)[] settings)
    {
        using var run = Start(folder, settings);
        return await run.EndAsync();
    }

    public async Task<(int Code, string Errors, string Output)> EndAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(patience.Token);
        await reading;
        return (process.ExitCode, await errors, string.Join('\n', output));
    }

    public async Task WaitUntilLiveAsync()
    {
        using var client = new HttpClient();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!process.HasExited && await tick.WaitForNextTickAsync(patience.Token))
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(Address, "/health/ready"), patience.Token);
                if (answer.StatusCode is HttpStatusCode.OK)
                    return;
            }
            catch (HttpRequestException)
            {
            }
        }
        Assert.Fail("The app ended: " + await errors);
    }

    /// <summary>Returns when it has printed its first line.</summary>
    public Task SpeaksAsync() => spoke.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    /// <summary>Asks it to end, as a service manager does.</summary>
    public void Terminate() => Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).WaitForExit();

    public void Kill() => process.Kill();

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            output.Add(line);
            spoke.TrySetResult();
        }
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
