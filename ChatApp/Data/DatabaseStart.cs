using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatApp.Data;

/// <summary>What happens before anything else may use the data: settings checked, folder made, node claimed, schema brought up to date.</summary>
internal static class DatabaseStart
{
    private static readonly TimeSpan MigrationTimeout = TimeSpan.FromMinutes(2);

    /// <exception cref="StartRefusedException">With the sentence to print.</exception>
    /// <exception cref="OptionsValidationException">A setting is wrong; of any part.</exception>
    public static async Task OpenDatabaseAsync(this WebApplication app)
    {
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        var storage = app.Services.GetRequiredService<IOptions<StorageOptions>>().Value.Path;
        StorageFolder.Prepare(storage);
        app.Services.GetRequiredService<NodeLock>().Take();
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<ChatDbContext>>().CreateDbContextAsync(app.Lifetime.ApplicationStopping);
        db.RefuseLostDatabase(storage);
        try
        {
            await db.BringUpToDateAsync(app.Lifetime.ApplicationStopping);
        }
        catch (Exception cause) when (cause is DbException or IOException or UnauthorizedAccessException || DatabaseTrouble.IsTrouble(cause))
        {
            throw new StartRefusedException($"The database cannot be opened or brought up to date: {(cause.InnerException as DbException ?? cause).Message}", cause);
        }
    }

    // A new database beside the files of an old one would take them all for orphans, and the next to register for its admin.
    private static void RefuseLostDatabase(this ChatDbContext db, string storage)
    {
        var files = Path.Combine(storage, "files");
        if (db.SqliteFile() is { } file && !File.Exists(file) && Directory.Exists(files) && Directory.EnumerateFiles(files, "*", SearchOption.AllDirectories).Any())
            throw new StartRefusedException($"There is no database at {file}, but {files} holds what people uploaded. Put the database back, restore a backup, or move that folder away to begin anew.");
    }

    private static string? SqliteFile(this ChatDbContext db) =>
        db.Database.IsSqlite() ? new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource : null;

    /// <summary>Applies what is missing; refuses a schema of a later ChatApp.</summary>
    public static async Task BringUpToDateAsync(this ChatDbContext db, CancellationToken ct)
    {
        if (db.SqliteFile() is not { } file)
        {
            await db.MigrateKnownAsync(ct);
            return;
        }
        // Two nodes may share one file, so the lock stands beside the file and not in a node's name.
        await using var migrating = await FileLock.TakeAsync(file + ".migrating", MigrationTimeout, TimeProvider.System, ct);
        StorageFolder.CreatePrivateFile(file);
        if (await db.Database.CanConnectAsync(ct))
        {
            await db.ForgetKilledMigrationAsync(ct);
        }
        await db.MigrateKnownAsync(ct);
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", ct);
    }

    private static async Task MigrateKnownAsync(this ChatDbContext db, CancellationToken ct)
    {
        // Creating an index on a large table takes longer than any request may.
        db.Database.SetCommandTimeout(MigrationTimeout);
        var known = db.Database.GetMigrations().ToList();
        var unknown = (await db.Database.GetAppliedMigrationsAsync(ct)).Except(known).ToList();
        if (unknown.Exists(migration => string.CompareOrdinal(migration, known[0]) < 0))
        {
            throw new StartRefusedException(
                "The database was made by an early build of ChatApp, before its first release, and cannot be brought up to date. "
                + "Move it away, or name another one, and start again: ChatApp makes a new one.");
        }
        if (unknown.Count > 0)
        {
            throw new StartRefusedException(
                $"The database was made by a newer ChatApp (it has {string.Join(", ", unknown)}, which this one does not know); start that version, or restore a backup from before.");
        }
        await db.Database.MigrateAsync(ct);
        if (db.Database.IsSqlServer())
            await db.RequireRowVersionsAsync(ct);
    }

    // Without row versions readers wait for writers, and a long answer that is being saved would hold up every page.
    private static async Task RequireRowVersionsAsync(this ChatDbContext db, CancellationToken ct)
    {
        if (await db.Database.SqlQueryRaw<bool>("SELECT is_read_committed_snapshot_on AS Value FROM sys.databases WHERE database_id = DB_ID()").SingleAsync(ct))
            return;
        var name = db.Database.GetDbConnection().Database;
        throw new StartRefusedException(
            $"The database {name} reads without row versions. Run this once, then start again: "
            + $"ALTER DATABASE [{name.Replace("]", "]]", StringComparison.Ordinal)}] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE");
    }

    // On SQLite the library marks a running migration by a row and waits for it for ever; whoever wrote it is dead, since we hold the file lock.
    private static async Task ForgetKilledMigrationAsync(this ChatDbContext db, CancellationToken ct)
    {
        const string table = "__EFMigrationsLock";
        if (await db.Database.SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = {table}").SingleAsync(ct) > 0)
        {
            await db.Database.ExecuteSqlRawAsync($"DELETE FROM {table}", ct);
        }
    }
}
