using ChatApp.Account;
using ChatApp.Admin.Audit;
using ChatApp.Queue;

namespace ChatApp.Admin;

internal static class AdminSetup
{
    public static void AddAdmin(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AdminGuard>();
        builder.Services.AddAudit();
    }

    /// <summary>The dashboard's pages are components; the job engine's own stands beside them, behind the same policy.</summary>
    public static void MapAdmin(this WebApplication app) => app.MapQueue(Policies.Admin);
}
