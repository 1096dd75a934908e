using System.Data.Common;
using ChatApp.E2E.Infrastructure;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ChatApp.E2E.Faults;

/// <summary>A lock that keeps everybody from writing, as a backup program or a stuck process would hold it. Reading goes on.</summary>
internal sealed class WriteLock : IAsyncDisposable
{
    private readonly AppDatabase database;
    private readonly DbContext context;

    private WriteLock(AppDatabase database, DbContext context) => (this.database, this.context) = (database, context);

    public static async Task<WriteLock> TakeAsync(AppDatabase database, CancellationToken ct) =>
        await TryTakeAsync(database, TimeSpan.FromSeconds(30), ct) ?? throw new TimeoutException("Somebody else held the write lock for 30 s.");

    /// <returns>Null when somebody else held it all that time.</returns>
    public static async Task<WriteLock?> TryTakeAsync(AppDatabase database, TimeSpan timeout, CancellationToken ct)
    {
        DbContext context = database.Open();
        try
        {
            await context.Database.OpenConnectionAsync(ct);
            foreach (var statement in StatementsOf(context, timeout))
                await RunAsync(context, statement, ct);
            return new(database, context);
        }
        catch (DbException busy) when (busy is SqliteException { SqliteErrorCode: 5 } or PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } || busy.ErrorCode == 1222)
        {
            await context.DisposeAsync();
            return null;
        }
    }

    /// <summary>
    /// Until the database has noticed that the killed app is gone. A server goes on waiting for this lock in its name,
    /// and would then do what it was asked for last.
    /// </summary>
    public async Task AppIsForgottenAsync(CancellationToken ct)
    {
        if (!context.Database.IsNpgsql())
            return;
        // On a connection of its own: inside a transaction the list of clients does not change.
        await using var other = database.Open();
        await Poll.UntilAsync("the server to notice that the app is gone", TimeSpan.FromSeconds(10), async () => await other.Database.SqlQuery<int>(
            $"""
            SELECT COUNT(*)::int AS "Value" FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'ChatApp%'
            """).SingleAsync(ct) == 0, ct);
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync(context, "ROLLBACK", CancellationToken.None);
        await context.DisposeAsync();
    }

    private static IEnumerable<string> StatementsOf(DbContext context, TimeSpan timeout)
    {
        var milliseconds = (int)timeout.TotalMilliseconds;
        var tables = context.Model.GetEntityTypes().Select(entity => entity.GetTableName()!).Distinct().Order(StringComparer.Ordinal).ToList();
        if (context.Database.IsNpgsql())
            return
            [
                $"SET lock_timeout = {milliseconds}", "BEGIN",
                $"LOCK TABLE {string.Join(", ", tables.Select(table => $"\"{table}\""))} IN EXCLUSIVE MODE",
            ];
        if (context.Database.IsSqlServer())
            return [$"SET LOCK_TIMEOUT {milliseconds}", "BEGIN TRANSACTION", .. tables.Select(table => $"SELECT TOP 0 1 FROM [{table}] WITH (TABLOCKX, HOLDLOCK)")];
        return [$"PRAGMA busy_timeout={milliseconds}", "BEGIN IMMEDIATE"];
    }

    private static async Task RunAsync(DbContext context, string statement, CancellationToken ct)
    {
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = statement;
        command.CommandTimeout = 60;
        await command.ExecuteNonQueryAsync(ct);
    }
}
