using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ChatApp.Data;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatApp.Tests.Running;

/// <summary>The real app on a real port of loopback, with a data folder of its own that goes with it.</summary>
public sealed class TestApp : IAsyncDisposable
{
    public const string Password = "a long enough secret";
    private readonly Host host;
    private readonly List<HttpClient> clients = [];
    private readonly bool ownsFolder;

    private TestApp(Host host, string folder, bool ownsFolder)
    {
        (this.host, Folder, this.ownsFolder) = (host, folder, ownsFolder);
        Address = new(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public string Folder { get; }
    public Uri Address { get; }
    public IServiceProvider Services => host.Services;

    /// <param name="settings">Keys as in <c>appsettings.json</c>, such as <c>Accounts:Registration</c>.</param>
    /// <param name="services">Replacements, after the app's own registrations.</param>
    /// <param name="folder">Another app's data folder, for a restart; it is not removed then.</param>
    public static TestApp Start(Dictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null, string? folder = null)
    {
        var data = folder ?? Directory.CreateTempSubdirectory("chatapp-test-").FullName;
        var host = new Host(data, settings ?? [], services ?? (_ => { }));
        try
        {
            host.UseKestrel(0);
            host.StartServer();
            return new(host, data, ownsFolder: folder is null);
        }
        catch
        {
            host.Dispose();
            if (folder is null)
                Directory.Delete(data, recursive: true);
            throw;
        }
    }

    /// <summary>A client with cookies of its own that follows no redirects; nobody is logged in.</summary>
    public HttpClient Anonymous()
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = Address };
        clients.Add(client);
        return client;
    }

    /// <summary>A new account and a client that carries its bearer token. The first person of an app is its admin.</summary>
    public async Task<TestPerson> NewPersonAsync(string? email = null)
    {
        email ??= $"{Guid.NewGuid():N}@example.org";
        var client = Anonymous();
        using var registered = await client.PostAsJsonAsync("/api/auth/register", new { email, password = Password });
        registered.EnsureSuccessStatusCode();
        var tokens = await LogInAsync(client, email);
        return new(client, email, await QueryAsync(db => db.Users.Where(user => user.Email == email).Select(user => user.Id).SingleAsync()), tokens.Refresh);
    }

    /// <summary>Logs in for tokens and lets the client carry them.</summary>
    public static async Task<(string Access, string Refresh)> LogInAsync(HttpClient client, string email, string password = Password)
    {
        using var answer = await client.PostAsJsonAsync("/api/auth/login", new { email, password });
        answer.EnsureSuccessStatusCode();
        var tokens = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var access = tokens.GetProperty("accessToken").GetString()!;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", access);
        return (access, tokens.GetProperty("refreshToken").GetString()!);
    }

    /// <summary>A browser's client for an existing person: the cookie, and the antiforgery token as the header of every request.</summary>
    public async Task<HttpClient> WithCookieAsync(string email, bool antiforgery = true)
    {
        var client = Anonymous();
        using var answer = await client.PostAsJsonAsync("/api/auth/login?useCookies=true", new { email, password = Password });
        answer.EnsureSuccessStatusCode();
        if (antiforgery)
        {
            var token = await client.GetFromJsonAsync<JsonElement>("/api/auth/antiforgery");
            client.DefaultRequestHeaders.Add("RequestVerificationToken", token.GetProperty("token").GetString());
        }
        return client;
    }

    public async Task<T> QueryAsync<T>(Func<ChatDbContext, Task<T>> query)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<ChatDbContext>>().CreateDbContextAsync();
        return await query(db);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients)
            client.Dispose();
        await host.DisposeAsync();
        if (ownsFolder)
            await TestDatabase.DeleteAsync(Folder);
    }

    // Program runs, stops and disposes its host by itself; done here a second time, the two would race.
    private sealed class ProgramsHost(IHost host, LastToGo last) : IHost
    {
        public IServiceProvider Services => host.Services;

        public Task StartAsync(CancellationToken cancellationToken = default) => host.StartAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken = default)
        {
            host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
            return last.Gone.WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);
        }

        public void Dispose()
        {
        }
    }

    // An app that has stopped still holds its node's lock until its services are gone. They go in reverse order of their making, and logs are made first.
    private sealed class LastToGo : ILoggerProvider
    {
        private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Gone => gone.Task;

        public ILogger CreateLogger(string categoryName) => NullLogger.Instance;

        public void Dispose() => gone.TrySetResult();
    }

    private sealed class Host(string folder, Dictionary<string, string?> settings, Action<IServiceCollection> services) : WebApplicationFactory<Program>
    {
        private readonly LastToGo last = new();

        protected override IHost CreateHost(IHostBuilder builder)
        {
            var host = base.CreateHost(builder);
            // A refused start ends Program, which by itself looks like a start here: nothing would ever stop then.
            return host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.IsCancellationRequested
                ? new ProgramsHost(host, last)
                : throw new InvalidOperationException("The app did not start; it has printed why.");
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            foreach (var (key, value) in TestDatabase.Settings(folder))
                builder.UseSetting(key, value);
            builder.UseSetting("Accounts:AttemptsPerMinute", "0");
            builder.UseSetting("Logging:LogLevel:Default", "None");
            foreach (var noisy in new[] { "Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "Hangfire" })
                builder.UseSetting("Logging:LogLevel:" + noisy, "None");
            foreach (var (key, value) in settings)
                builder.UseSetting(key, value);
            builder.ConfigureServices(added =>
            {
                // Real hashes would be most of the time of every test.
                added.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1_000);
                added.AddSingleton<ILoggerProvider>(_ => last);
                services(added);
            });
        }
    }
}

/// <param name="Client">Carries the bearer token.</param>
public sealed record TestPerson(HttpClient Client, string Email, Guid Id, string RefreshToken);
