using Microsoft.Data.Sqlite;

namespace ChatApp.E2E.Faults;

/// <summary>The write lock of a SQLite file, as a backup program or a stuck process would hold it. Reading goes on.</summary>
internal sealed class WriteLock : IAsyncDisposable
{
    private readonly SqliteConnection connection;

    private WriteLock(SqliteConnection connection) => this.connection = connection;

    public static async Task<WriteLock> TakeAsync(string file, CancellationToken ct) =>
        await TryTakeAsync(file, TimeSpan.FromSeconds(30), ct) ?? throw new TimeoutException("Somebody else held the write lock for 30 s.");

    /// <returns>Null when somebody else held it all that time.</returns>
    public static async Task<WriteLock?> TryTakeAsync(string file, TimeSpan patience, CancellationToken ct)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False;Default Timeout={patience.TotalSeconds:0}");
        try
        {
            await connection.OpenAsync(ct);
            await RunAsync(connection, "BEGIN IMMEDIATE", ct);
            return new(connection);
        }
        catch (SqliteException busy) when (busy.SqliteErrorCode == 5)
        {
            await connection.DisposeAsync();
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync(connection, "ROLLBACK", CancellationToken.None);
        await connection.DisposeAsync();
    }

    private static async Task RunAsync(SqliteConnection connection, string statement, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync(ct);
    }
}
