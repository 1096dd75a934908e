using ChatApp.Admin.Audit;
using ChatApp.Data;
using ChatApp.Queue;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatApp.Admin.Upkeep;

/// <summary>The only way in which an entry of the audit log goes.</summary>
internal sealed class OldAuditEntries(IDbContextFactory<ChatDbContext> databases, IOptions<AuditOptions> options, TimeProvider time) : IRecurringWork
{
    public string Name => "old-audit-entries";
    public string Purpose => $"Drops entries of the audit log after {options.Value.KeepDays} days";
    public string Cron => "17 * * * *";

    public async Task<string> RunAsync(CancellationToken ct)
    {
        var before = time.GetUtcNow().UtcDateTime.AddDays(-options.Value.KeepDays);
        await using var db = await databases.CreateDbContextAsync(ct);
        return $"Entries dropped: {Figures.Count(await db.AuditEntries.Where(entry => entry.At < before).ExecuteDeleteAsync(ct))}.";
    }
}
