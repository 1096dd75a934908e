using ChatApp.Account;
using ChatApp.Queue;

namespace ChatApp.Admin.Upkeep;

internal sealed class ExpiredSessions(PersonSessions sessions) : IRecurringWork
{
    public string Name => "expired-sessions";
    public string Purpose => "Forgets log-ins that ended or were not used for 30 days";
    public string Cron => "7 * * * *";

    public async Task<string> RunAsync(CancellationToken ct) => $"Log-ins forgotten: {Figures.Count(await sessions.DropOldAsync(ct))}.";
}
