using System.Collections.Concurrent;
using ChatApp.Data;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

[assembly: AssemblyFixture(typeof(ChatApp.Tests.Running.TestDatabaseCleanup))]

namespace ChatApp.Tests.Running;

/// <summary>
/// The database that belongs to a data folder: with SQLite a file in it, else one of the server's, made from a template
/// that holds the whole schema. Apps that are given the same folder share it.
/// </summary>
internal static class TestDatabase
{
    private const string Template = "chatapp_template";
    private static readonly ConcurrentDictionary<string, Lazy<string>> Connections = new();
    private static readonly Lazy<PostgreSqlServer> PostgreSql = new(() => Task.Run(StartPostgreSqlAsync).GetAwaiter().GetResult());

    /// <summary>The one of the running test.</summary>
    public static DatabaseProvider Provider => Enum.Parse<DatabaseProvider>(TestedDatabase.Current);

    /// <summary>The settings of an app on this folder.</summary>
    public static Dictionary<string, string?> Settings(string folder)
    {
        var settings = new Dictionary<string, string?> { ["Storage:Path"] = folder };
        if (Provider is var provider && provider is not DatabaseProvider.Sqlite)
        {
            settings["Database:Provider"] = provider.ToString();
            settings["ConnectionStrings:Default"] = Connections.GetOrAdd(folder, _ => new(() => Create(provider))).Value;
        }
        return settings;
    }

    private static string ConnectionOf(string folder) => Provider is DatabaseProvider.Sqlite
        ? new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "chatapp.db") }.ConnectionString
        : Settings(folder)["ConnectionStrings:Default"]!;

    /// <summary>Removes the database and the folder.</summary>
    public static async Task DeleteAsync(string folder)
    {
        if (Connections.TryRemove(folder, out var made))
            await DropAsync(made.Value);
        else
            SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The same database for a context of the test's own.</summary>
    public static ChatDbContext Open(string folder, params IInterceptor[] interceptors) => Open(Provider, ConnectionOf(folder), interceptors);

    /// <summary>The table is there no more, as after an accident.</summary>
    public static Task<int> LoseTableAsync(ChatDbContext db, string table) => db.Database.ExecuteSqlRawAsync(
        db.Database.IsSqlServer() ? $"EXEC sp_rename '{table}', '{table}Lost'" : $"ALTER TABLE \"{table}\" RENAME TO \"{table}Lost\"");

    /// <summary>Ends the server of this run.</summary>
    public static async ValueTask StopAsync()
    {
        if (PostgreSql.IsValueCreated)
            await PostgreSql.Value.DisposeAsync();
    }

    private static ChatDbContext Open(DatabaseProvider provider, string connection, params IInterceptor[] interceptors) => provider switch
    {
        DatabaseProvider.PostgreSql => new PostgreSqlChatDbContext(Options<PostgreSqlChatDbContext>(provider, connection, interceptors)),
        DatabaseProvider.SqlServer => new SqlServerChatDbContext(Options<SqlServerChatDbContext>(provider, connection, interceptors)),
        _ => new SqliteChatDbContext(Options<SqliteChatDbContext>(provider, connection, interceptors)),
    };

    private static DbContextOptions<TContext> Options<TContext>(DatabaseProvider provider, string connection, IInterceptor[] interceptors)
        where TContext : ChatDbContext
    {
        var options = new DbContextOptionsBuilder<TContext>();
        options.UseDatabase(provider, connection).AddInterceptors(interceptors);
        return options.Options;
    }

    private static string Create(DatabaseProvider provider)
    {
        var name = $"chatapp_{Guid.NewGuid():N}";
        // A database of SQL Server is made by the app's own start.
        return provider is DatabaseProvider.SqlServer
            ? new SqlConnectionStringBuilder(TestedDatabase.SqlServerConnection) { InitialCatalog = name }.ConnectionString
            : Task.Run(() => PostgreSql.Value.CreateAsync(name, Template, CancellationToken.None)).GetAwaiter().GetResult();
    }

    private static async Task DropAsync(string connection)
    {
        if (connection.Contains("Host=", StringComparison.Ordinal))
        {
            var name = new NpgsqlConnectionStringBuilder(connection).Database!;
            await PostgreSql.Value.DropAsync(name, CancellationToken.None);
            return;
        }
        await using var db = Open(DatabaseProvider.SqlServer, connection);
        await db.Database.EnsureDeletedAsync();
    }

    private static async Task<PostgreSqlServer> StartPostgreSqlAsync()
    {
        var server = await PostgreSqlServer.StartNewAsync(CancellationToken.None);
        var connection = await server.CreateAsync(Template, template: null, CancellationToken.None);
        // Without a pool: a template may have no connections while it is copied.
        var unpooled = new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString;
        await using (var db = Open(DatabaseProvider.PostgreSql, unpooled))
            await db.Database.MigrateAsync();
        await using var jobs = new NpgsqlConnection(unpooled);
        await jobs.OpenAsync();
        Hangfire.PostgreSql.PostgreSqlObjectsInstaller.Install(jobs);
        return server;
    }
}

/// <summary>Ends what <see cref="TestDatabase"/> started, with the run.</summary>
public sealed class TestDatabaseCleanup : IAsyncDisposable
{
    public ValueTask DisposeAsync() => TestDatabase.StopAsync();
}
