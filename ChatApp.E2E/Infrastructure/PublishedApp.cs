namespace ChatApp.E2E.Infrastructure;

/// <summary>ChatApp as it would be installed: published once for the whole run into a folder that goes away with it.</summary>
public sealed class PublishedApp : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("chatapp-e2e-");

    public string Dll => Path.Combine(folder.FullName, "app", "ChatApp.dll");

    public string NewDataFolder() => Path.Combine(folder.FullName, Guid.NewGuid().ToString("N"));

    public async ValueTask InitializeAsync()
    {
        using var publish = new ChildProcess("dotnet",
        [
            "publish", Settings.Project, "--configuration", Settings.Configuration, "--output", Path.GetDirectoryName(Dll)!,
            "--no-build", "--nologo", "--verbosity", "quiet", "-nodeReuse:false",
        ]);
        var ended = await publish.ExitedWithinAsync(TimeSpan.FromMinutes(5), CancellationToken.None);
        if (!ended || publish.ExitCode != 0)
            throw new InvalidOperationException("Publishing failed:\n" + string.Join('\n', publish.Lines));
    }

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
