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
                // By itself the kill comes where it comes; held up by a lock, the migration surely has begun and not ended.
                await Poll.UntilAsync("the migration to run or to be over", TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(1), () => Task.FromResult(StateOf(folder) is not Migrating.NotYet), Ct);
                await using var held = attempt % 2 == 0 || StateOf(folder) is Migrating.Done
                    ? null
                    : await WriteLock.TryTakeAsync(AppDatabase.OfFile(Path.Combine(folder, "chatapp.db")), TimeSpan.FromSeconds(5), Ct);
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
            if (Count("sqlite_master WHERE name = '__EFMigrationsLock'") == 0)
                return Migrating.NotYet;
            // Whoever migrates has a row there from before its first table until after its last.
            if (Count("__EFMigrationsLock") > 0)
                return Migrating.Now;
            return Count("sqlite_master WHERE name = 'Nodes'") > 0 ? Migrating.Done : Migrating.NotYet;

            long Count(string rows)
            {
                using var command = connection.CreateCommand();
                command.CommandText = "SELECT COUNT(*) FROM " + rows;
                return (long)command.ExecuteScalar()!;
            }
        }
        catch (SqliteException)
        {
            // Somebody writes the very first pages.
            return Migrating.NotYet;
        }
    }
}
