using ChatApp.Admin.History;
using ChatApp.Queue;

namespace ChatApp.Admin.Upkeep;

internal static class UpkeepSetup
{
    public static void AddUpkeep(this IServiceCollection services)
    {
        services.AddSingleton<IRecurringWork, RollUpWork>();
        services.AddSingleton<IRecurringWork, ExpiredSessions>();
        services.AddSingleton<IRecurringWork, OldAuditEntries>();
        services.AddSingleton<HistoryReader>();
        services.AddHostedService<UpkeepSchedule>();
    }
}
