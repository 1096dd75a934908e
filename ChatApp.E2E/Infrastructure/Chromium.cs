using Microsoft.Playwright;

namespace ChatApp.E2E.Infrastructure;

/// <summary>One browser for all journeys; each journey has contexts of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    // The shell draws the same pages without the windows of a desktop browser, which cost two seconds of processor time each.
    private const string Shell = "/usr/bin/chromium-headless-shell";
    private const string Desktop = "/usr/bin/chromium";
    private IPlaywright? playwright;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Shell) || !File.Exists(Desktop))
            await InstallAsync();
        playwright = await Playwright.CreateAsync();
        Browser = await LaunchAsync(File.Exists(Shell) ? Shell : Desktop);
    }

    /// <summary>The desktop's, which keeps the pages one leaves for going back to them; the shell cannot, and Playwright's own way forbids it.</summary>
    public Task<IBrowser> LaunchKeepingPagesAsync() => LaunchAsync(Desktop, "--disable-back-forward-cache");

    private Task<IBrowser> LaunchAsync(string executable, params string[] without) => playwright!.Chromium.LaunchAsync(new()
    {
        ExecutablePath = executable,
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

    // Where there is no shell to be had, the desktop's does for all.
    private static async Task InstallAsync()
    {
        const string install = "DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium";
        using var apt = new ChildProcess("/bin/sh", ["-c", $"apt-get update -qq && ({install} chromium-headless-shell || {install})"]);
        var ended = await apt.ExitedWithinAsync(TimeSpan.FromMinutes(10), CancellationToken.None);
        if (!ended || !File.Exists(Desktop))
            throw new InvalidOperationException("Chromium could not be installed:\n" + string.Join('\n', apt.Lines));
    }
}
