using ChatApp.Data;
using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.Dashboard;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Hangfire.SqlServer;
using Microsoft.Extensions.Options;

namespace ChatApp.Queue;

internal static class QueueSetup
{
    private static readonly TimeSpan Expiry = TimeSpan.FromMinutes(5);

    // The list of styles belongs to the process, not to a host.
    static QueueSetup() => DashboardRoutes.AddStylesheet(typeof(QueueSetup).Assembly, "ChatApp.Queue.dashboard.css");

    public static void AddQueue(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(OpenStorage);
        builder.Services.AddSingleton<JobActivator>(app => new AspNetCoreJobActivator(app.GetRequiredService<IServiceScopeFactory>()));
        builder.Services.AddHangfire(_ => { });
        // After Hangfire's own, whose log ends with the first host of the process.
        builder.Services.AddSingleton<IGlobalConfiguration>(app => GlobalConfiguration.Configuration
            .UseLogProvider(new QueueLogs(app.GetRequiredService<ILoggerFactory>()))
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings());
        builder.Services.AddSingleton<QueueServers>();
        builder.Services.AddHostedService(app => app.GetRequiredService<QueueServers>());
        builder.Services.AddHealthChecks().AddCheck<QueueHealth>("queue", timeout: TimeSpan.FromSeconds(5));
    }

    /// <summary>Hangfire's own dashboard. It trusts local addresses by default, and behind a proxy everyone is local, so only the policy decides.</summary>
    public static void MapQueue(this WebApplication app, string policy) =>
        app.MapHangfireDashboard("/hangfire", new DashboardOptions
        {
            Authorization = [],
            DashboardTitle = "ChatApp job engine",
            AppPath = "/admin",
            DisplayStorageConnectionString = false,
        }).RequireAuthorization(policy);

    private static JobStorage OpenStorage(IServiceProvider app)
    {
        app.GetRequiredService<IGlobalConfiguration>();
        JobRetries.Forbid();
        var database = app.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        var storage = database.Provider switch
        {
            DatabaseProvider.PostgreSql => OpenPostgreSql(database.Connection),
            DatabaseProvider.SqlServer => new SqlServerStorage(database.Connection, new SqlServerStorageOptions { QueuePollInterval = TimeSpan.Zero }),
            _ => new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = Expiry }) as JobStorage,
        };
        storage.JobExpirationTimeout = Expiry;
        return storage;
    }

    private static PostgreSqlStorage OpenPostgreSql(string connection)
    {
        // A job wakes a waiting worker of its own process at once, so the others need not poll often.
        var options = new PostgreSqlStorageOptions { QueuePollInterval = TimeSpan.FromSeconds(15), StartupConnectionMaxRetries = 0 };
        return new(new NpgsqlConnectionFactory(DatabaseProviders.PostgreSqlForJobs(connection), options), options);
    }
}
