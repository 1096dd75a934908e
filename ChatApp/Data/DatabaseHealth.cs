using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatApp.Data;

/// <summary>Whether the database answers.</summary>
internal sealed class DatabaseHealth(IDbContextFactory<ChatDbContext> databases) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        // Reading a row notices what opening a connection does not: a file that is gone or no database.
        await db.Setups.AsNoTracking().Select(setup => setup.Id).SingleAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
