using ChatApp.LanguageModels;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatApp.Tests.LanguageModels;

public sealed class DiscoveryTests : IAsyncLifetime
{
    private FakeModelServer server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await FakeModelServer.StartAsync();

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task TheModelsOfAServerAreFoundAndTheFirstIsTheDefault()
    {
        using var models = Models.Of(server.Url);

        await models.LookAsync(Ct);

        Assert.Equal(["lab/alpha", "lab/beta", "guide/guide"], models.Catalog.Choices.Select(choice => choice.ToString()));
        Assert.Equal(["lab", "ollama", "guide"], models.Catalog.Endpoints.Select(endpoint => endpoint.Name));
        Assert.Equal("lab/alpha", models.Catalog.Default.ToString());
        Assert.NotNull(models.Catalog.Find("lab")!.Latency);
    }

    [Fact]
    public void BeforeAnythingIsFoundTheGuideAnswers()
    {
        using var models = Models.Of(server.Url);

        Assert.Equal("guide/guide", models.Catalog.Default.ToString());
        Assert.False(models.Catalog.HasModel);
    }

    [Fact]
    public async Task TheSettingDecidesTheDefault()
    {
        var settings = Models.Settings(server.Url);
        settings["Models:Default"] = "lab/beta";
        using var models = new Models(settings);

        await models.LookAsync(Ct);

        Assert.Equal("lab/beta", models.Catalog.Default.ToString());
    }

    [Fact]
    public async Task ModelsThatCannotChatAreLeftOut()
    {
        server.OnModels = context => context.Response.WriteAsync(
            """{"data":[{"id":"nomic-embed-text"},{"id":"llama3.2"},{"id":"whisper-1"},{"id":"llama3.2"},{"id":"bad\nname"}]}""");
        using var models = Models.Of(server.Url);

        await models.LookAsync(Ct);

        Assert.Equal(["llama3.2"], models.Catalog.Find("lab")!.Models);
    }

    [Fact]
    public async Task AListInTheSettingsServesAServerThatHasNone()
    {
        server.OnModels = context =>
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        };
        var settings = Models.Settings(server.Url);
        settings["Models:Endpoints:0:Models"] = "one, two";
        using var models = new Models(settings);

        await models.LookAsync(Ct);

        Assert.Equal(["one", "two"], models.Catalog.Find("lab")!.Models);
        Assert.True(models.Catalog.Find("lab")!.Reachable);
    }

    [Fact]
    public async Task AnOllamaIsOfferedFromWhenItStartsUntilItEnds()
    {
        var ollama = await FakeModelServer.StartAsync();
        var url = ollama.Url;
        using var models = new Models([], url);
        await models.LookAsync(Ct);
        Assert.Contains(new("ollama", "alpha"), models.Catalog.Choices);

        await ollama.DisposeAsync();
        await models.LookAsync(Ct);
        Assert.DoesNotContain(new("ollama", "alpha"), models.Catalog.Choices);
        Assert.True(models.Catalog.Find("ollama")!.IsAbsent);
        Assert.False(models.Catalog.Offers(new("ollama", "alpha")));

        await using var again = await FakeModelServer.StartAsync(url.Port);
        await models.LookAsync(Ct);
        Assert.Equal("ollama/alpha", models.Catalog.Default.ToString());
    }

    [Fact]
    public async Task AConfiguredServerThatGoesAwayKeepsItsModelsAndLosesTheDefault()
    {
        using var models = Models.Of(server.Url, "sk-very-secret");
        await models.LookAsync(Ct);

        await server.DisposeAsync();
        await models.LookAsync(Ct);

        var endpoint = models.Catalog.Find("lab")!;
        Assert.Equal((false, "The model server does not accept connections."), (endpoint.Reachable, endpoint.LastError));
        Assert.True(models.Catalog.Offers(new("lab", "alpha")));
        Assert.False(models.Catalog.Offers(new("lab", "gamma")));
        Assert.Equal("guide/guide", models.Catalog.Default.ToString());
    }

    [Theory]
    [InlineData(401, "", "The model server does not accept the key.")]
    [InlineData(302, "", "The model server redirects, which ChatApp does not follow.")]
    [InlineData(404, "", "The model server does not list its models: name them in its Models setting.")]
    [InlineData(500, "sk-very-secret", "The model server answered with status 500.")]
    [InlineData(200, "<html>", "The model server answered, but not with a list of models.")]
    [InlineData(200, "[]", "The model server answered, but not with a list of models.")]
    [InlineData(200, """{"data":[{"id":7}]}""", "The model server answered, but not with a list of models.")]
    public async Task WhatIsWrongIsASentence(int status, string body, string sentence)
    {
        server.OnModels = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return context.Response.WriteAsync(body);
        };
        using var models = Models.Of(server.Url, "sk-very-secret");

        await models.LookAsync(Ct);

        Assert.Equal((false, sentence), (models.Catalog.Find("lab")!.Reachable, models.Catalog.Find("lab")!.LastError));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task OnlyRealChangesAreAnnounced()
    {
        using var models = Models.Of(server.Url);
        var changes = 0;
        models.Catalog.Changed += () => changes++;

        await models.LookAsync(Ct);
        var after = changes;
        await models.LookAsync(Ct);

        Assert.Equal((2, 2), (after, changes));
    }

    [Fact]
    public async Task TheDiscoveryFindsAnOllamaThatStartsLaterAndStaysQuietWithoutIt()
    {
        var ollama = await FakeModelServer.StartAsync();
        var url = ollama.Url;
        await ollama.DisposeAsync();
        var time = new FastTime();
        var log = new Lines();
        using var models = new Models([], url, time);
        using var discovery = new ModelDiscovery(models.Servers, models.Catalog, models.List, time, log);
        await discovery.StartAsync(Ct);
        await models.Catalog.WaitForFirstLookAsync(Ct);
        Assert.Equal("guide/guide", models.Catalog.Default.ToString());
        Assert.Empty(log.Written);

        var found = new TaskCompletionSource();
        models.Catalog.Changed += () => found.TrySetResult();
        await using var started = await FakeModelServer.StartAsync(url.Port);
        await found.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct);

        Assert.Equal("ollama/alpha", models.Catalog.Default.ToString());
        await discovery.StopAsync(Ct);
    }

    /// <summary>Timers ten times as fast, so that the discovery's pace is seen without waiting for it.</summary>
    private sealed class FastTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : dueTime / 10, period);
    }

    private sealed class Lines : ILogger<ModelDiscovery>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception));
    }
}
