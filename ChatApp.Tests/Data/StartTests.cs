using System.Net;
using System.Net.Sockets;
using System.Text;
using ChatApp.Data;
using ChatApp.E2E.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Tests.Data;

[SqliteOnly("opens its file")]
public sealed class StartTests
{
    [Fact]
    public async Task AFolderThatCannotBeWrittenIsASentence()
    {
        using var folder = new Folder();
        var file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var (code, errors, _) = await AppRun.RefusedAsync(Path.Combine(file, "below"));

        Assert.Equal(1, code);
        Assert.StartsWith($"Storage:Path is {file}", OnlyLine(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SeveralBadSettingsAreToldTogether()
    {
        using var folder = new Folder();

        var (code, errors, _) = await AppRun.RefusedAsync(folder.Path, ("Node:Name", "a/b"), ("Proxy:Known", "somewhere"));

        Assert.Equal(1, code);
        Assert.Equal(2, errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task ASecondProcessOfANodeIsRefusedUntilTheFirstIsGoneHoweverItEnds()
    {
        using var folder = new Folder();
        using (var first = AppRun.Start(folder.Path, ("Node:Name", "one")))
        {
            await first.WaitUntilLiveAsync();

            var (code, errors, _) = await AppRun.RefusedAsync(folder.Path, ("Node:Name", "one"));

            Assert.Equal(1, code);
            Assert.StartsWith("Another ChatApp already runs as node \"one\"", OnlyLine(errors), StringComparison.Ordinal);
            first.Kill();
            await first.EndAsync();
        }
        using var again = AppRun.Start(folder.Path, ("Node:Name", "one"));
        using var other = AppRun.Start(folder.Path, ("Node:Name", "two"));
        await again.WaitUntilLiveAsync();
        await other.WaitUntilLiveAsync();
    }

    [Fact]
    public async Task TheDatabaseIsReadByItsOwnerAloneAlsoInAFolderThatOthersMayEnter()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new Folder();
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        await using var db = folder.Open();

        await db.BringUpToDateAsync(TestContext.Current.CancellationToken);
        await db.Setups.AnyAsync(TestContext.Current.CancellationToken);

        var files = Directory.GetFiles(folder.Path, "*.db*").Where(file => !file.EndsWith(".migrating", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task ANewerSchemaIsASentence()
    {
        using var folder = new Folder();
        await using (var db = folder.Open())
        {
            await db.BringUpToDateAsync(TestContext.Current.CancellationToken);
            await db.Database.ExecuteSqlRawAsync("INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_FromTheFuture', '99')", TestContext.Current.CancellationToken);
        }

        var (code, errors, _) = await AppRun.RefusedAsync(folder.Path);

        Assert.Equal(1, code);
        Assert.Contains("newer ChatApp (it has 29990101000000_FromTheFuture", OnlyLine(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADatabaseOfAnEarlyBuildIsASentence()
    {
        using var folder = new Folder();
        await using (var db = folder.Open())
        {
            await db.BringUpToDateAsync(TestContext.Current.CancellationToken);
            await db.Database.ExecuteSqlRawAsync("UPDATE __EFMigrationsHistory SET MigrationId = '20261123014032_Initial'", TestContext.Current.CancellationToken);
        }

        var (code, errors, _) = await AppRun.RefusedAsync(folder.Path);

        Assert.Equal(1, code);
        Assert.StartsWith("The database was made by an early build of ChatApp", OnlyLine(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task APostgreSqlThatIsNotThereIsASentence()
    {
        using var folder = new Folder();

        var (code, errors, _) = await AppRun.RefusedAsync(folder.Path,
            ("Database:Provider", "PostgreSql"), ("ConnectionStrings:Default", $"Host=127.0.0.1;Port={ChildProcess.FreePort()};Username=chatapp;Password=secret"));

        Assert.Equal(1, code);
        Assert.StartsWith("The database cannot be opened or brought up to date: Failed to connect to 127.0.0.1", OnlyLine(errors), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFileThatIsNoDatabaseIsASentence()
    {
        using var folder = new Folder();
        await File.WriteAllTextAsync(folder.Database, new StringBuilder().Insert(0, "not a database ", 500).ToString(), TestContext.Current.CancellationToken);

        var (code, errors, _) = await AppRun.RefusedAsync(folder.Path);

        Assert.Equal(1, code);
        Assert.StartsWith("The database cannot be opened or brought up to date", OnlyLine(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SqlServerInInvariantModeIsASentence()
    {
        using var folder = new Folder();

        var (code, errors, _) = await AppRun.RefusedAsync(folder.Path,
            ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"), ("Database:Provider", "SqlServer"), ("ConnectionStrings:Default", "Server=none"));

        Assert.Equal(1, code);
        Assert.StartsWith("SQL Server cannot be used with DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", OnlyLine(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAddressThatIsTakenIsASentence()
    {
        using var folder = new Folder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://{taken.LocalEndpoint}";

        var (code, errors, output) = await AppRun.RefusedAsync(folder.Path, ("Kestrel:Endpoints:Http:Url", address));

        Assert.Equal(1, code);
        Assert.DoesNotContain("Exception", output, StringComparison.Ordinal);
        Assert.Equal($"Another program, perhaps another ChatApp, listens at {address} already. End it, or start here with --urls and another port.", OnlyLine(errors));
    }

    [Fact]
    public async Task AStartSaysInOneLineWhereToOpenItAndAStopIsQuick()
    {
        using var folder = new Folder();
        using var run = AppRun.Start(Path.Combine(folder.Path, "made", "by", "start"));
        await run.WaitUntilLiveAsync();
        await run.SpeaksAsync();

        run.Terminate();
        var (code, errors, output) = await run.EndAsync();

        Assert.Equal((0, ""), (code, errors));
        Assert.StartsWith($"ChatApp is open at {run.Address.ToString().TrimEnd('/')}. ", OnlyLine(output), StringComparison.Ordinal);
    }

    private static string OnlyLine(string text) => Assert.Single(text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
}
