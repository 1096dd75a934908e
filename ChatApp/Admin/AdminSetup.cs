using ChatApp.Account;
using ChatApp.Admin.Audit;
using ChatApp.Admin.Endpoints;
using ChatApp.Admin.Exports;
using ChatApp.Admin.People;
using ChatApp.Admin.Switchboard;
using ChatApp.Admin.Upkeep;
using ChatApp.Admin.Usage;
using ChatApp.Admin.Waiting;
using ChatApp.Queue;

namespace ChatApp.Admin;

internal static class AdminSetup
{
    public static void AddAdmin(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AdminGuard>();
        builder.Services.AddAudit();
        builder.Services.AddPeople();
        builder.Services.AddSingleton<UsageReader>();
        builder.Services.AddScoped<AdminActions>();
        builder.Services.AddSingleton<LineReader>();
        builder.Services.AddScoped<LineActions>();
        builder.Services.AddScoped<EndpointActions>();
        builder.Services.AddScoped<ModelActions>();
        builder.Services.AddSingleton<NamedPeople>();
        builder.Services.AddSingleton<TestCalls>();
        builder.Services.AddScoped<SwitchActions>();
        builder.Services.AddUpkeep();
    }

    /// <summary>The dashboard's pages are components; the job engine's own stands beside them, behind the same policy.</summary>
    public static void MapAdmin(this WebApplication app)
    {
        app.MapQueue(Policies.Admin);
        app.MapExports();
    }
}
