using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatApp.E2E.Infrastructure.ModelServer;

/// <summary>A model server that speaks OpenAI's protocol and does what the message tells it to (<see cref="FakeScript"/>); ends when its standard input closes.</summary>
internal static class FakeModelServer
{
    public static async Task<int> RunAsync(string[] args)
    {
        var port = args is ["--port", var p] ? p : "9901";
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        Map(app);
        await app.StartAsync();
        Console.WriteLine($"fake model on http://127.0.0.1:{port}/v1");
        // The process that started this one holds the other end, so its death ends this one as well.
        while (await Console.In.ReadLineAsync() is not null)
        {
        }
        await app.StopAsync(new CancellationToken(canceled: true));
        return 0;
    }

    private static void Map(WebApplication app)
    {
        var calls = new ConcurrentQueue<FakeCall>();
        var gates = new FakeGates();
        var answer = new FakeAnswer(calls, gates);
        app.MapGet("/v1/models", () => Results.Json(new { @object = "list", data = new[] { new { id = "fake", @object = "model", created = 0, owned_by = "tests" } } }));
        app.MapPost("/v1/chat/completions", (HttpContext http, CancellationToken ct) => answer.WriteAsync(http, ct));
        app.MapPost("/control/open/{gate}", (string gate) => gates.Open(gate));
        app.MapGet("/control/calls", () => calls.ToArray());
    }
}
