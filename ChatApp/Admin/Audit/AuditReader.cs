using System.Runtime.CompilerServices;
using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Admin.Audit;

/// <summary>Reads the log, newest first, in steps: a slow download holds nothing in the database.</summary>
internal sealed class AuditReader(IDbContextFactory<ChatDbContext> databases)
{
    public const int PageSize = 50;
    private const int Step = 1_000;

    /// <param name="before">The last entry seen; null begins with the newest.</param>
    public async Task<List<AuditEntry>> ListAsync(AuditFilter filter, long? before, int take, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await filter.Of(db.AuditEntries.AsNoTracking()).Where(entry => before == null || entry.Id < before)
            .OrderByDescending(entry => entry.Id).Take(take).ToListAsync(ct);
    }

    public async IAsyncEnumerable<AuditEntry> StreamAsync(AuditFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        for (long? before = null; await ListAsync(filter, before, Step, ct) is { Count: > 0 } entries; before = entries[^1].Id)
            foreach (var entry in entries)
                yield return entry;
    }

    /// <summary>The names of acts that the log knows.</summary>
    public async Task<List<string>> ActionsAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.AuditEntries.Select(entry => entry.Action).Distinct().OrderBy(action => action).ToListAsync(ct);
    }
}
