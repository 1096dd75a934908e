using Hangfire;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatApp.Queue;

/// <summary>Whether a server of the job engine gave a sign of life lately; it does so twice a minute.</summary>
internal sealed class QueueHealth(JobStorage storage, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var since = time.GetUtcNow().UtcDateTime - Patience;
        var alive = storage.GetMonitoringApi().Servers().Any(server => server.Heartbeat >= since);
        return Task.FromResult(alive ? HealthCheckResult.Healthy() : new(context.Registration.FailureStatus));
    }
}
