namespace ChatApp.Resilience;

internal static class ResilienceSetup
{
    public static void AddResilience(this WebApplicationBuilder builder) =>
        builder.Services.AddScoped<DatabaseRetry>();
}
