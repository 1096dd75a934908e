namespace ChatApp.Admin.Audit;

internal static class AuditSetup
{
    public static void AddAudit(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddScoped<AuditLog>();
        services.AddSingleton<AuditReader>();
    }
}
