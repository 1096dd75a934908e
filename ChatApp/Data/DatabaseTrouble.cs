using System.Net.Sockets;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ChatApp.Data;

/// <summary>Why the database could not be used for now, for reasons outside ChatApp.</summary>
internal enum DatabaseTroubleKind
{
    /// <summary>It does not answer, ends connections, or refuses them.</summary>
    Unreachable,

    /// <summary>A lock was held for too long.</summary>
    Locked,

    /// <summary>It ended one of two transactions that waited for each other or changed the same row.</summary>
    Deadlocked,
    ReadOnly,
    Full,
}

/// <summary>The one rule for what counts as database trouble, for all providers.</summary>
internal static class DatabaseTrouble
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>Whether nothing was changed and trying again later makes sense.</summary>
    public static bool IsTrouble(Exception exception) => KindOf(exception) is not null;

    /// <summary>Whether the same statement may succeed within seconds.</summary>
    public static bool IsShort(Exception exception) =>
        KindOf(exception) is DatabaseTroubleKind.Unreachable or DatabaseTroubleKind.Locked or DatabaseTroubleKind.Deadlocked;

    /// <summary>Does what must not be lost again and again, once a second, until the database takes it.</summary>
    /// <param name="onTrouble">Logs each failure.</param>
    public static async Task<T> RetryAsync<T>(
        Func<CancellationToken, Task<T>> work, Action<Exception> onTrouble, TimeProvider time, CancellationToken ct)
    {
        while (true)
            try
            {
                return await work(ct);
            }
            catch (Exception exception) when (IsTrouble(exception))
            {
                onTrouble(exception);
                await Task.Delay(RetryDelay, time, ct);
            }
    }

    /// <returns>Null when the failure is a fault of ChatApp, or none of the database.</returns>
    public static DatabaseTroubleKind? KindOf(Exception exception) => exception switch
    {
        SqliteException sqlite => OfSqlite(sqlite.SqliteErrorCode),
        PostgresException postgres => OfPostgreSql(postgres.SqlState),
        NpgsqlException npgsql => OfConnection(npgsql),
        SqlException server => server.Errors.Cast<SqlError>().Select(OfSqlServer).FirstOrDefault(kind => kind is not null),
        // EF and the providers wrap what the connection threw, some of them several times.
        DbUpdateException or RetryLimitExceededException or InvalidOperationException
            when exception.InnerException is { } inner => KindOf(inner),
        _ => null,
    };

    // https://www.sqlite.org/rescode.html
    private static DatabaseTroubleKind? OfSqlite(int code) => code switch
    {
        5 or 6 => DatabaseTroubleKind.Locked,
        8 => DatabaseTroubleKind.ReadOnly,
        13 => DatabaseTroubleKind.Full,
        // I/O error, cannot open, not a database.
        10 or 14 or 26 => DatabaseTroubleKind.Unreachable,
        _ => null,
    };

    // https://www.postgresql.org/docs/current/errcodes-appendix.html
    private static DatabaseTroubleKind? OfPostgreSql(string state) => state switch
    {
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => DatabaseTroubleKind.Deadlocked,
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled => DatabaseTroubleKind.Locked,
        PostgresErrorCodes.ReadOnlySqlTransaction => DatabaseTroubleKind.ReadOnly,
        PostgresErrorCodes.DiskFull => DatabaseTroubleKind.Full,
        PostgresErrorCodes.InvalidCatalogName => DatabaseTroubleKind.Unreachable,
        // Connection, authorization, resources, an operator's shutdown, the system below.
        ['0', '8', ..] or ['2', '8', ..] or ['5', '3', ..] or ['5', '7', ..] or ['5', '8', ..] => DatabaseTroubleKind.Unreachable,
        _ => null,
    };

    // A connection that broke or never came about carries no state, only what the network said.
    private static DatabaseTroubleKind? OfConnection(NpgsqlException exception) =>
        exception.InnerException is IOException or SocketException or TimeoutException || exception.IsTransient
            ? DatabaseTroubleKind.Unreachable
            : null;

    // SqlException.IsTransient is always false, so its numbers decide:
    // https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors
    private static DatabaseTroubleKind? OfSqlServer(SqlError error) => error.Number switch
    {
        1205 or 3960 => DatabaseTroubleKind.Deadlocked,
        1222 or -2 => DatabaseTroubleKind.Locked,
        3906 or 3908 => DatabaseTroubleKind.ReadOnly,
        1101 or 1105 or 9002 => DatabaseTroubleKind.Full,
        // Network and log-in: no server, no answer, a connection that was ended, a database that is not open.
        -1 or 0 or 2 or 20 or 40 or 53 or 64 or 121 or 233 or 258 or 4060 or 4221 or 18401 or 18456
            or 10053 or 10054 or 10060 or 10061 or 11001 => DatabaseTroubleKind.Unreachable,
        // Memory, disks, a database that is being recovered or moved, and Azure's words for a busy server.
        701 or 802 or 823 or 824 or 922 or 926 or 927 or 945 or 952 or 976 or 983 or 10928 or 10929
            or 40143 or 40197 or 40501 or 40540 or 40613 or 49918 or 49919 or 49920 => DatabaseTroubleKind.Unreachable,
        // From class 20 on the server has ended the connection.
        _ when error.Class >= 20 => DatabaseTroubleKind.Unreachable,
        _ => null,
    };
}
