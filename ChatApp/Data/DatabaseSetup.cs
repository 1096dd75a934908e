using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatApp.Data;

internal static class DatabaseSetup
{
    /// <summary>Settings are read when first used, so that a wrong one is told as a sentence and tests may still change them.</summary>
    public static void AddDatabase(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<NodeOptions>().BindConfiguration(NodeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<StorageOptions>().BindConfiguration(StorageOptions.Section).ValidateDataAnnotations().ValidateOnStart()
            .PostConfigure<IHostEnvironment>((storage, host) => storage.Path = storage.Path is "" ? "" : Path.GetFullPath(storage.Path, host.ContentRootPath));
        services.AddOptions<DatabaseOptions>().BindConfiguration(DatabaseOptions.Section).ValidateDataAnnotations().ValidateOnStart()
            .Validate<IConfiguration>(
                (database, configuration) => IsConnection(database.Provider, configuration.GetConnectionString("Default")),
                "ConnectionStrings:Default must be a connection string of Database:Provider; only with Sqlite may it be left out.");

        services.AddPooledDbContextFactory<SqliteChatDbContext>((app, options) => options.UseSqlite(Patient(Connection(app))).AddInterceptors(new LostDatabase(), new SqlitePragmas()));
        services.AddPooledDbContextFactory<SqlServerChatDbContext>((app, options) => options.UseSqlServer(Connection(app), server => server.EnableRetryOnFailure()));
        services.AddSingleton<IDbContextFactory<ChatDbContext>>(app => app.GetRequiredService<IOptions<DatabaseOptions>>().Value.Provider is DatabaseProvider.SqlServer
            ? new ContextFactory<SqlServerChatDbContext>(app.GetRequiredService<IDbContextFactory<SqlServerChatDbContext>>())
            : new ContextFactory<SqliteChatDbContext>(app.GetRequiredService<IDbContextFactory<SqliteChatDbContext>>()));
        services.AddScoped(app => app.GetRequiredService<IDbContextFactory<ChatDbContext>>().CreateDbContext());
        services.AddSingleton<NodeLock>();
        services.AddSingleton<SwitchWatch>();
        services.AddHostedService(app => app.GetRequiredService<SwitchWatch>());
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database", timeout: TimeSpan.FromSeconds(5)).AddCheck<StorageHealth>("storage", timeout: TimeSpan.FromSeconds(5));
        services.AddKeys();
    }

    private static string Connection(IServiceProvider app) =>
        app.GetRequiredService<IConfiguration>().GetConnectionString("Default") is { Length: > 0 } connection
            ? connection
            : new SqliteConnectionStringBuilder { DataSource = Path.Combine(app.GetRequiredService<IOptions<StorageOptions>>().Value.Path, "chatapp.db") }.ConnectionString;

    // A lock of a few seconds goes unnoticed; after ten it is said, for whoever waits blocks a thread. The start makes the file, and nobody else.
    private static string Patient(string connection)
    {
        var sqlite = new SqliteConnectionStringBuilder(connection);
        if (!sqlite.ShouldSerialize("Default Timeout"))
            sqlite.DefaultTimeout = 10;
        if (sqlite.Mode is SqliteOpenMode.ReadWriteCreate)
            sqlite.Mode = SqliteOpenMode.ReadWrite;
        return sqlite.ConnectionString;
    }

    private static bool IsConnection(DatabaseProvider provider, string? connection)
    {
        try
        {
            return provider is DatabaseProvider.SqlServer
                ? new SqlConnectionStringBuilder(connection).DataSource is not ""
                : string.IsNullOrEmpty(connection) || new SqliteConnectionStringBuilder(connection).DataSource is not "";
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private sealed class ContextFactory<TContext>(IDbContextFactory<TContext> contexts) : IDbContextFactory<ChatDbContext>
        where TContext : ChatDbContext
    {
        public ChatDbContext CreateDbContext() => contexts.CreateDbContext();
    }
}
