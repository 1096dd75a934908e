using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatApp.Tests.LanguageModels;

/// <summary>A model server on a port of its own that answers what a test tells it to.</summary>
internal sealed class FakeModelServer : IAsyncDisposable
{
    /// <summary>Where a request's body lies among the context's items.</summary>
    public const string Body = "body";

    private readonly WebApplication app;

    private FakeModelServer(WebApplication app) => this.app = app;

    public RequestDelegate OnChat { get; set; } = context => SayAsync(context, Delta("Hello"), Finish());
    public RequestDelegate OnModels { get; set; } = context => context.Response.WriteAsJsonAsync(new { data = new[] { new { id = "alpha" }, new { id = "beta" } } });
    public List<string> Requests { get; } = [];

    public Uri Url => new($"{app.Urls.First()}/v1");

    public static async Task<FakeModelServer> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var server = new FakeModelServer(builder.Build());
        server.app.MapPost("/v1/chat/completions", async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            var words = await body.ReadToEndAsync(context.RequestAborted);
            context.Items[Body] = words;
            lock (server.Requests)
                server.Requests.Add($"{context.Request.Headers.Authorization} {words}");
            await server.OnChat(context);
        });
        server.app.MapGet("/v1/models", context => server.OnModels(context));
        server.app.Map("/elsewhere", context =>
        {
            server.Requests.Add("elsewhere");
            return SayAsync(context, Delta("followed"), Finish());
        });
        await server.app.StartAsync();
        return server;
    }

    public static string Delta(string text) => $$"""{"choices":[{"index":0,"delta":{"content":{{System.Text.Json.JsonSerializer.Serialize(text)}}},"finish_reason":null}]}""";

    public static string Finish(string reason = "stop") => $$"""{"choices":[{"index":0,"delta":{},"finish_reason":"{{reason}}"}]}""";

    /// <summary>Streams events and the closing mark.</summary>
    public static Task SayAsync(HttpContext context, params string[] events) => BeginAsync(context, [.. events, "[DONE]"]);

    /// <summary>Streams events and leaves the end open.</summary>
    public static async Task BeginAsync(HttpContext context, params string[] events)
    {
        if (!context.Response.HasStarted)
            context.Response.ContentType = "text/event-stream";
        foreach (var data in events)
            await context.Response.WriteAsync($"data: {data}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
