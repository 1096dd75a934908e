extern alias product;

using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using product::ChatApp.Data;

namespace ChatApp.E2E.Infrastructure.Databases;

/// <summary>The database of an app as it looks from outside, whether the process lives or not.</summary>
internal sealed class AppDatabase
{
    private static readonly Lazy<Task<PostgreSqlServer>> PostgreSql = new(() => PostgreSqlServer.StartNewAsync(CancellationToken.None));
    private readonly DatabaseProvider provider;

    private AppDatabase(DatabaseProvider provider, string connection) => (this.provider, Connection) = (provider, connection);

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

    public static AppDatabase OfFile(string file) => new(DatabaseProvider.Sqlite, $"Data Source={file}");

    public static AppDatabase OnPostgreSql(string connection) => new(DatabaseProvider.PostgreSql, connection);

    public ChatDbContext Open() => provider switch
    {
        DatabaseProvider.PostgreSql => new PostgreSqlChatDbContext(Options<PostgreSqlChatDbContext>()),
        DatabaseProvider.SqlServer => new SqlServerChatDbContext(Options<SqlServerChatDbContext>()),
        _ => new SqliteChatDbContext(Options<SqliteChatDbContext>()),
    };

    /// <summary>Ends the server of this run, if one was started.</summary>
    public static async ValueTask StopServersAsync()
    {
        if (PostgreSql.IsValueCreated)
            await (await PostgreSql.Value).DisposeAsync();
    }

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
