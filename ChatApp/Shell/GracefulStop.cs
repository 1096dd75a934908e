namespace ChatApp.Shell;

/// <summary>Once told to stop, ChatApp takes no new request: a browser that reconnects at once would otherwise keep it alive until it leaves.</summary>
internal static class GracefulStop
{
    public static void AddGracefulStop(this IServiceCollection services) => services.Configure<HostOptions>(host =>
    {
        host.ShutdownTimeout = TimeSpan.FromSeconds(15);
        host.ServicesStopConcurrently = true;
    });

    public static void UseGracefulStop(this WebApplication app) => app.Use((http, next) =>
    {
        if (!app.Lifetime.ApplicationStopping.IsCancellationRequested)
            return next(http);
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.Headers.Connection = "close";
        return Task.CompletedTask;
    });
}
