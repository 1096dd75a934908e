using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.Dashboard;
using Hangfire.InMemory;
using Hangfire.SqlServer;

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
        var configuration = app.GetRequiredService<IConfiguration>();
        return "SqlServer".Equals(configuration["Database:Provider"], StringComparison.OrdinalIgnoreCase)
            ? new SqlServerStorage(configuration.GetConnectionString("Default"), new SqlServerStorageOptions { QueuePollInterval = TimeSpan.Zero }) { JobExpirationTimeout = Expiry }
            : new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = Expiry }) { JobExpirationTimeout = Expiry };
    }
}
