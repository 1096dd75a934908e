using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ChatApp.Data;

/// <summary>Refuses a database file that went away while ChatApp runs: an open connection would go on writing into what nobody finds again.</summary>
internal sealed class LostDatabase : DbConnectionInterceptor
{
    private const int CannotOpen = 14;

    public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        RefuseLost((SqliteConnection)connection);
        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(ConnectionOpening(connection, eventData, result));

    private static void RefuseLost(SqliteConnection connection)
    {
        if (!Path.IsPathRooted(connection.DataSource) || File.Exists(connection.DataSource))
            return;
        // Let go of the lost one: a file that is put back is opened anew.
        SqliteConnection.ClearPool(connection);
        throw new SqliteException("The database file is gone.", CannotOpen);
    }
}
