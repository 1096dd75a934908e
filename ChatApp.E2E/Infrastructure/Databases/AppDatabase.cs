extern alias product;

using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using product::ChatApp.Data;

namespace ChatApp.E2E.Infrastructure.Databases;

/// <summary>The database of an app as it looks from outside, whether the process lives or not.</summary>
internal sealed class AppDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgreSqlServer>> PostgreSql = new(() => PostgreSqlServer.StartNewAsync(CancellationToken.None));
    private readonly DatabaseProvider provider;
    private readonly PostgreSqlServer? ownServer;

    private AppDatabase(DatabaseProvider provider, string connection, PostgreSqlServer? ownServer = null) =>
        (this.provider, Connection, this.ownServer) = (provider, connection, ownServer);

    public string Connection { get; }

    /// <summary>What the app is told of it.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["Database__Provider"] = provider.ToString(),
        ["ConnectionStrings__Default"] = Connection,
    };

    /// <summary>An empty one, of the kind that the running test is on.</summary>
    /// <param name="folder">Where SQLite's file lies.</param>
    public static async Task<AppDatabase> NewAsync(string folder, CancellationToken ct)
    {
        var name = $"chatapp_{Guid.NewGuid():N}";
        return TestedDatabase.Current switch
        {
            TestedDatabase.PostgreSql => new(DatabaseProvider.PostgreSql, await (await PostgreSql.Value).CreateAsync(name, template: null, ct)),
            TestedDatabase.SqlServer => new(DatabaseProvider.SqlServer, new SqlConnectionStringBuilder(TestedDatabase.SqlServerConnection) { InitialCatalog = name }.ConnectionString),
            _ => OfFile(Path.Combine(folder, "chatapp.db")),
        };
    }

    /// <summary>As <see cref="NewAsync"/>, but nobody minds when it is taken away: PostgreSQL is a server for this one alone.</summary>
    public static async Task<AppDatabase> NewAloneAsync(string folder, CancellationToken ct)
    {
        if (TestedDatabase.Current is not TestedDatabase.PostgreSql)
            return await NewAsync(folder, ct);
        var server = await PostgreSqlServer.StartNewAsync(ct);
        return new(DatabaseProvider.PostgreSql, await server.CreateAsync("chatapp", template: null, ct), server);
    }

    public static AppDatabase OfFile(string file) => new(DatabaseProvider.Sqlite, $"Data Source={file}");

    public ChatDbContext Open() => provider switch
    {
        DatabaseProvider.PostgreSql => new PostgreSqlChatDbContext(Options<PostgreSqlChatDbContext>()),
        DatabaseProvider.SqlServer => new SqlServerChatDbContext(Options<SqlServerChatDbContext>()),
        _ => new SqliteChatDbContext(Options<SqliteChatDbContext>()),
    };

    /// <summary>The app does not reach it any more: the server is stopped, or the file is elsewhere.</summary>
    public Task TakeAwayAsync(CancellationToken ct)
    {
        if (ownServer is not null)
            return ownServer.StopAsync(ct);
        File.Move(FileOf(Connection), AwayOf(Connection));
        return Task.CompletedTask;
    }

    public Task BringBackAsync(CancellationToken ct)
    {
        if (ownServer is not null)
            return ownServer.StartAsync(ct);
        File.Move(AwayOf(Connection), FileOf(Connection));
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (ownServer is not null)
            await ownServer.DisposeAsync();
    }

    /// <summary>Ends the server of this run, if one was started.</summary>
    public static async ValueTask StopServersAsync()
    {
        if (PostgreSql.IsValueCreated)
            await (await PostgreSql.Value).DisposeAsync();
    }

    private static string FileOf(string connection) => new SqliteConnectionStringBuilder(connection).DataSource;

    private static string AwayOf(string connection) => FileOf(connection) + ".away";

    private DbContextOptions<TContext> Options<TContext>()
        where TContext : ChatDbContext
    {
        var options = new DbContextOptionsBuilder<TContext>();
        options.UseDatabase(provider, provider is DatabaseProvider.PostgreSql
            ? new NpgsqlConnectionStringBuilder(Connection) { ApplicationName = "tests" }.ConnectionString
            : Connection);
        return options.Options;
    }
}
