using ChatApp.Queue;
using Hangfire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatApp.Tests.Queue;

/// <summary>A host with the queue alone, and a job that tells when it ran.</summary>
internal sealed class QueueHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private QueueHost(WebApplication app) => this.app = app;

    public QueueServers Servers => app.Services.GetRequiredService<QueueServers>();
    public IBackgroundJobClient Jobs => app.Services.GetRequiredService<IBackgroundJobClient>();
    public JobStorage Storage => app.Services.GetRequiredService<JobStorage>();
    public Bell Bell => app.Services.GetRequiredService<Bell>();

    public static async Task<QueueHost> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddQueue();
        builder.Services.AddSingleton<Bell>();
        builder.Services.AddScoped<Scoped>();
        var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new QueueHost(app);
    }

    public string StateOf(string job)
    {
        using var connection = Storage.GetConnection();
        return connection.GetStateData(job).Name;
    }

    /// <summary>Looks at the job's state each time the thread pool lets it, since Hangfire announces no change.</summary>
    public async Task ReachesAsync(string job, string state)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (StateOf(job) != state)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public Task StopAsync() => app.StopAsync(TestContext.Current.CancellationToken);

    public void BeginStop() => app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

internal sealed class Bell
{
    private readonly TaskCompletionSource<Guid> rung = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Runs;
    public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    public Task<Guid> Rung => rung.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

    public void Ring(Guid scope)
    {
        Interlocked.Increment(ref Runs);
        rung.TrySetResult(scope);
    }
}

internal sealed class Scoped
{
    public Guid Id { get; } = Guid.NewGuid();
}

internal sealed class BellJob(Bell bell, Scoped scoped)
{
    public void Ring() => bell.Ring(scoped.Id);

    public async Task RingAndHoldAsync(CancellationToken ct)
    {
        bell.Ring(scoped.Id);
        await bell.Release.Task.WaitAsync(ct);
    }

    public void RingAndFail()
    {
        bell.Ring(scoped.Id);
        throw new InvalidOperationException("on purpose");
    }
}
