using ChatApp.E2E.Infrastructure;
using Microsoft.Data.Sqlite;

namespace ChatApp.E2E.Faults;

public sealed class MigrationKillTests(TestRun run)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Journey]
    public async Task AStartThatIsKilledInItsMigrationIsFollowedByOneThatFinishesIt()
    {
        var kills = 0;
        for (var attempt = 0; attempt < 8 && kills < 2; attempt++)
        {
            var folder = Directory.CreateTempSubdirectory("chatapp-migrating-").FullName;
            var settings = new Dictionary<string, string> { ["Storage__Path"] = folder, ["Node__Name"] = "here" };
            using (var app = AppProcess.Launch(run.Published, settings))
            {
                await Poll.UntilAsync("the migration to run or to be over", TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(1), () => Task.FromResult(StateOf(folder) is not Migrating.NotYet), Ct);
                app.Kill();
            }
            kills += StateOf(folder) is Migrating.Now ? 1 : 0;
            await using (var again = await AppProcess.StartAsync(run.Published, settings, Ct))
                again.Kill();
            Assert.Equal(Migrating.Done, StateOf(folder));
            Directory.Delete(folder, recursive: true);
        }
        Assert.True(kills > 0, "No kill came in time.");
    }

    private enum Migrating
    {
        NotYet,
        Now,
        Done,
    }

    private static Migrating StateOf(string folder)
    {
        var file = Path.Combine(folder, "chatapp.db");
        if (!File.Exists(file))
            return Migrating.NotYet;
        try
        {
            using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False;Default Timeout=1");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT (SELECT COUNT(*) FROM sqlite_master WHERE name = '__EFMigrationsLock'), (SELECT COUNT(*) FROM sqlite_master WHERE name = 'Nodes')";
            using var row = command.ExecuteReader();
            row.Read();
            return row.GetInt64(1) > 0 ? Migrating.Done : row.GetInt64(0) > 0 ? Migrating.Now : Migrating.NotYet;
        }
        catch (SqliteException)
        {
            // Somebody writes the very first pages.
            return Migrating.NotYet;
        }
    }
}
