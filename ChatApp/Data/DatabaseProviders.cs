using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ChatApp.Data;

/// <summary>The one place that turns a provider and a connection string into a context's options.</summary>
internal static class DatabaseProviders
{
    private const string ApplicationName = "ChatApp";
    private const int ConnectTimeoutSeconds = 2;
    private const int MaxJobConnections = 20;
    private static readonly int CommandTimeoutSeconds = (int)RetryStrategy.MaxTime.TotalSeconds;

    public static DbContextOptionsBuilder UseDatabase(this DbContextOptionsBuilder options, DatabaseProvider provider, string connection) =>
        (provider switch
        {
            DatabaseProvider.PostgreSql => options.UseNpgsql(PostgreSql(connection), server => server
                .ExecutionStrategy(dependencies => new RetryStrategy(dependencies))),
            DatabaseProvider.SqlServer => options.UseSqlServer(SqlServer(connection), server => server
                .ExecutionStrategy(dependencies => new RetryStrategy(dependencies))),
            _ => options.UseSqlite(Sqlite(connection)).AddInterceptors(new LostDatabase(), new SqliteConnectionSettings()),
        }).AddInterceptors(new StorableTextInterceptor());

    /// <summary>The connection of the job engine: the same database by a pool of its own, so that idle workers starve nobody.</summary>
    public static string PostgreSqlForJobs(string connection)
    {
        var jobs = new NpgsqlConnectionStringBuilder(connection) { ApplicationName = $"{ApplicationName} jobs" };
        if (!IsGiven(jobs, "Maximum Pool Size"))
            jobs.MaxPoolSize = MaxJobConnections;
        return jobs.ConnectionString;
    }

    public static bool IsConnection(DatabaseProvider provider, string? connection)
    {
        try
        {
            return provider switch
            {
                DatabaseProvider.PostgreSql => !string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(connection).Host),
                DatabaseProvider.SqlServer => new SqlConnectionStringBuilder(connection).DataSource is not "",
                _ => string.IsNullOrEmpty(connection) || new SqliteConnectionStringBuilder(connection).DataSource is not "",
            };
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return false;
        }
    }

    private static string PostgreSql(string connection)
    {
        var given = new NpgsqlConnectionStringBuilder(connection);
        if (!IsGiven(given, "Timeout"))
            given.Timeout = ConnectTimeoutSeconds;
        if (!IsGiven(given, "Command Timeout"))
            given.CommandTimeout = CommandTimeoutSeconds;
        if (!IsGiven(given, "Application Name"))
            given.ApplicationName = ApplicationName;
        return given.ConnectionString;
    }

    private static string SqlServer(string connection)
    {
        var given = new SqlConnectionStringBuilder(connection);
        if (!IsGiven(given, "Connect Timeout"))
            given.ConnectTimeout = ConnectTimeoutSeconds;
        if (!IsGiven(given, "Command Timeout"))
            given.CommandTimeout = CommandTimeoutSeconds;
        if (!IsGiven(given, "Application Name"))
            given.ApplicationName = ApplicationName;
        return given.ConnectionString;
    }

    // Waiting for a lock blocks a thread, so it ends when a request's tries end. Only the start makes the file.
    private static string Sqlite(string connection)
    {
        var given = new SqliteConnectionStringBuilder(connection);
        if (!IsGiven(given, "Default Timeout"))
            given.DefaultTimeout = CommandTimeoutSeconds;
        if (given.Mode is SqliteOpenMode.ReadWriteCreate)
            given.Mode = SqliteOpenMode.ReadWrite;
        return given.ConnectionString;
    }

    private static bool IsGiven(System.Data.Common.DbConnectionStringBuilder connection, string key) => connection.ShouldSerialize(key);
}
