using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ChatApp.E2E.Faults;

/// <summary>A lock that keeps everybody from writing, as a backup program or a stuck process would hold it. Reading goes on.</summary>
internal sealed class WriteLock : IAsyncDisposable
{
    private readonly DbContext context;

    private WriteLock(DbContext context) => this.context = context;

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
            return new(context);
        }
        catch (DbException busy) when (busy is SqliteException { SqliteErrorCode: 5 } or PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } || busy.ErrorCode == 1222)
        {
            await context.DisposeAsync();
            return null;
        }
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
