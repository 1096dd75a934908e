namespace ChatApp.E2E.Infrastructure;

/// <summary>One running ChatApp with a data folder of its own; it can be ended and started again on the same data and address.</summary>
public sealed class AppProcess : IAsyncDisposable
{
    private readonly PublishedApp published;
    private readonly Dictionary<string, string> environment;
    private readonly int port = ChildProcess.FreePort();
    private ChildProcess? process;

    private AppProcess(PublishedApp published, IEnumerable<KeyValuePair<string, string>> settings)
    {
        this.published = published;
        environment = new(settings) { ["ASPNETCORE_ENVIRONMENT"] = "Production" };
        environment.TryAdd("Storage__Path", published.NewDataFolder());
        environment.TryAdd("Node__Name", "e2e-" + Guid.NewGuid().ToString("N")[..8]);
        environment.TryAdd("Accounts__AttemptsPerMinute", "0");
    }

    public Uri Address => new($"http://127.0.0.1:{port}/");

    /// <summary>Where the database, its keys and the files lie; a second process may be given the same.</summary>
    public string DataFolder => environment["Storage__Path"];

    internal ChildProcess Process => process ?? throw new InvalidOperationException("The app was not started.");

    public static async Task<AppProcess> StartAsync(PublishedApp published, IEnumerable<KeyValuePair<string, string>> settings, CancellationToken ct)
    {
        var app = new AppProcess(published, settings);
        await app.StartAsync(ct);
        return app;
    }

    public async Task StartAsync(CancellationToken ct)
    {
        Launch();
        try
        {
            await Poll.UntilAsync("the app to be ready", TimeSpan.FromSeconds(60), () => IsReadyAsync(ct), ct);
        }
        catch (TimeoutException late)
        {
            Process.Kill();
            throw new InvalidOperationException("The app did not become ready:\n" + string.Join('\n', Process.Lines), late);
        }
    }

    /// <summary>A start that is watched from its first moment; the caller ends it.</summary>
    internal static ChildProcess Launch(PublishedApp published, IEnumerable<KeyValuePair<string, string>> settings) => new AppProcess(published, settings).Launch();

    private ChildProcess Launch()
    {
        process?.Dispose();
        return process = new ChildProcess("dotnet", [published.Dll, "--urls", Address.ToString()], environment, Path.GetDirectoryName(published.Dll));
    }

    /// <summary>Ends the process as a power cut would.</summary>
    public void Kill() => Process.Kill();

    public ValueTask DisposeAsync()
    {
        process?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<bool> IsReadyAsync(CancellationToken ct)
    {
        if (Process.HasExited)
            throw new InvalidOperationException("The app ended at its start:\n" + string.Join('\n', Process.Lines));
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        try
        {
            using var answer = await http.GetAsync(new Uri(Address, "health/ready"), ct);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
