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
            .PostConfigure<IConfiguration>((database, configuration) => database.Connection = configuration.GetConnectionString("Default") ?? "")
            .Validate(
                database => DatabaseProviders.IsConnection(database.Provider, database.Connection),
                "ConnectionStrings:Default must be a connection string of Database:Provider; only with Sqlite may it be left out.")
            .PostConfigure<IOptions<StorageOptions>>(UseFileInStorage);

        services.AddContextFactory<SqliteChatDbContext>(DatabaseProvider.Sqlite);
        services.AddContextFactory<PostgreSqlChatDbContext>(DatabaseProvider.PostgreSql);
        services.AddContextFactory<SqlServerChatDbContext>(DatabaseProvider.SqlServer);
        services.AddSingleton<IDbContextFactory<ChatDbContext>>(app => app.GetRequiredService<IOptions<DatabaseOptions>>().Value.Provider switch
        {
            DatabaseProvider.PostgreSql => ContextFactory<PostgreSqlChatDbContext>.Of(app),
            DatabaseProvider.SqlServer => ContextFactory<SqlServerChatDbContext>.Of(app),
            _ => ContextFactory<SqliteChatDbContext>.Of(app),
        });
        services.AddScoped(app => app.GetRequiredService<IDbContextFactory<ChatDbContext>>().CreateDbContext());
        services.AddSingleton<NodeLock>();
        services.AddSingleton<SwitchWatch>();
        services.AddHostedService(app => app.GetRequiredService<SwitchWatch>());
        services.AddHealthChecks()
            .AddCheck<DatabaseHealth>("database", timeout: TimeSpan.FromSeconds(5))
            .AddCheck<StorageHealth>("storage", timeout: TimeSpan.FromSeconds(5));
        services.AddKeys();
    }

    private static void AddContextFactory<TContext>(this IServiceCollection services, DatabaseProvider provider)
        where TContext : ChatDbContext =>
        services.AddPooledDbContextFactory<TContext>((app, options) =>
            options.UseDatabase(provider, app.GetRequiredService<IOptions<DatabaseOptions>>().Value.Connection));

    private static void UseFileInStorage(DatabaseOptions database, IOptions<StorageOptions> storage)
    {
        if (database is { Provider: DatabaseProvider.Sqlite, Connection: "" })
            database.Connection = new SqliteConnectionStringBuilder { DataSource = Path.Combine(storage.Value.Path, "chatapp.db") }.ConnectionString;
    }

    private sealed class ContextFactory<TContext>(IDbContextFactory<TContext> contexts) : IDbContextFactory<ChatDbContext>
        where TContext : ChatDbContext
    {
        public static ContextFactory<TContext> Of(IServiceProvider app) => new(app.GetRequiredService<IDbContextFactory<TContext>>());

        public ChatDbContext CreateDbContext() => contexts.CreateDbContext();
    }
}
