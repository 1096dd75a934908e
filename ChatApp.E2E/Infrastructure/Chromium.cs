using Microsoft.Playwright;

namespace ChatApp.E2E.Infrastructure;

/// <summary>One browser for all journeys; each journey has contexts of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Executable = "/usr/bin/chromium";
    private IPlaywright? playwright;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Executable))
            await InstallAsync();
        playwright = await Playwright.CreateAsync();
        Browser = await LaunchAsync();
    }

    /// <summary>Another one, which keeps the pages one leaves for going back to them; Playwright's own way forbids it.</summary>
    public Task<IBrowser> LaunchKeepingPagesAsync() => LaunchAsync("--disable-back-forward-cache");

    private Task<IBrowser> LaunchAsync(params string[] without) => playwright!.Chromium.LaunchAsync(new()
    {
        ExecutablePath = Executable,
        IgnoreDefaultArgs = without,
        Args =
        [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
        ],
    });

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
            await Browser.CloseAsync();
        playwright?.Dispose();
    }

    private static async Task InstallAsync()
    {
        using var apt = new ChildProcess("/bin/sh",
            ["-c", "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium"]);
        var ended = await apt.ExitedWithinAsync(TimeSpan.FromMinutes(10), CancellationToken.None);
        if (!ended || apt.ExitCode != 0)
            throw new InvalidOperationException("Chromium could not be installed:\n" + string.Join('\n', apt.Lines));
    }
}
