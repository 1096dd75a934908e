using ChatApp.Account;
using ChatApp.Queue;

namespace ChatApp.Admin;

internal static class AdminSetup
{
    public static void AddAdmin(this WebApplicationBuilder builder) => builder.Services.AddSingleton<AdminGuard>();

    /// <summary>The dashboard's pages are components; the job engine's own stands beside them, behind the same policy.</summary>
    public static void MapAdmin(this WebApplication app) => app.MapQueue(Policies.Admin);
}
