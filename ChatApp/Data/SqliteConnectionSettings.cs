using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ChatApp.Data;

/// <summary>What SQLite does not do by itself as ChatApp needs it.</summary>
internal sealed class SqliteConnectionSettings : DbConnectionInterceptor
{
    /// <summary>SQLite's own waiting for a lock is fair and fine-grained; the library's is neither.</summary>
    private static readonly string Pragmas =
        $"PRAGMA busy_timeout={(int)RetryStrategy.MaxTime.TotalMilliseconds}; PRAGMA synchronous=NORMAL;";

    /// <summary>Its <c>lower</c> knows the letters A to Z alone; the connection keeps ours over all its openings.</summary>
    public override DbConnection ConnectionCreated(ConnectionCreatedEventData eventData, DbConnection result)
    {
        ((SqliteConnection)result).CreateFunction("lower", (string? text) => text?.ToLowerInvariant(), isDeterministic: true);
        return result;
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
