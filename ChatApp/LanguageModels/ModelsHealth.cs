using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatApp.LanguageModels;

/// <summary>Whether anything can answer: a model, or the Guide.</summary>
internal sealed class ModelsHealth(ModelCatalog catalog) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(catalog.Endpoints.Any(endpoint => endpoint is { Reachable: true, Models.Count: > 0 }) ? HealthCheckResult.Healthy() : new(context.Registration.FailureStatus));
}
