using ChatApp.E2E.Infrastructure;
using ChatApp.Tests.Running;

namespace ChatApp.Tests.Data;

/// <summary>What can be shown of SQL Server without one. With one, every database test runs on it: see <see cref="TestDatabase"/>.</summary>
[SqliteOnly("names a server of its own")]
public sealed class SqlServerTests
{
    [Fact]
    public async Task AServerThatIsNotThereIsTriedAndTheStartSaysWhatTheProviderSaid()
    {
        using var folder = new Folder();
        var port = ChildProcess.FreePort();

        var (code, errors, _) = await AppRun.RefusedAsync(folder.Path,
            ("Database:Provider", "SqlServer"), ("ConnectionStrings:Default", $"Server=127.0.0.1,{port};User Id=sa;Password=wrong;Encrypt=false"));

        Assert.Equal(1, code);
        var line = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("The database cannot be opened or brought up to date: A network-related or instance-specific error", line, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryDatabaseTestRunsOnTheServerThatIsNamed() =>
        Assert.SkipUnless(TestedDatabase.SqlServerConnection is not null, "CHATAPP_SQLSERVER names no server, so no test ran on SQL Server.");
}
