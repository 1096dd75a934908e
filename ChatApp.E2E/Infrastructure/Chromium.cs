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
        if (!File.Exists(Shell) && !await InstallAsync("chromium-headless-shell"))
            await NeedDesktopAsync();
        playwright = await Playwright.CreateAsync();
        Browser = await LaunchAsync(File.Exists(Shell) ? Shell : Desktop);
    }

    /// <summary>The desktop's, which keeps the pages one leaves for going back to them; the shell cannot, and Playwright's own way forbids it.</summary>
    public async Task<IBrowser> LaunchKeepingPagesAsync()
    {
        await NeedDesktopAsync();
        return await LaunchAsync(Desktop, "--disable-back-forward-cache");
    }

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

    private static async Task NeedDesktopAsync()
    {
        if (!File.Exists(Desktop) && !await InstallAsync("chromium"))
            throw new InvalidOperationException("Debian's chromium could not be installed by apt.");
    }

    private static async Task<bool> InstallAsync(string package)
    {
        using var apt = new ChildProcess("/bin/sh",
            ["-c", $"apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends {package}"]);
        return await apt.ExitedWithinAsync(TimeSpan.FromMinutes(10), CancellationToken.None) && apt.ExitCode == 0;
    }
}
