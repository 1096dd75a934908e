using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace ChatApp.Data;

/// <summary>Whether files can be written in the data folder.</summary>
internal sealed class StorageHealth(IOptions<StorageOptions> storage) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // A byte on the disk notices what making a file does not: that the disk is full.
        await using var probe = new FileStream(
            Path.Combine(storage.Value.Path, $".probe-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        await probe.WriteAsync(new byte[1], cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
