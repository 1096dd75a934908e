using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ChatApp.Replies;
using ChatApp.Tests.LanguageModels;
using ChatApp.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ChatApp.Tests.Shell;

[EveryDatabase]
public sealed class TelemetryTests
{
    private const string Words = "nobody else may read zebra-crossing-17";
    private const string Answer = "private-answer-42";
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task TracesMetricsAndLogsArriveAndNobodysWordsAreInThem()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var model = await FakeModelServer.StartAsync();
        model.OnChat = context => FakeModelServer.SayAsync(context, FakeModelServer.Delta(Answer), FakeModelServer.Finish());
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener { ShouldListenTo = source => source.Name is "Microsoft.AspNetCore" || source.Name.StartsWith("ChatApp", StringComparison.Ordinal), ActivityStopped = spans.Enqueue };
        ActivitySource.AddActivityListener(listener);
        string reply;
        await using (var app = TestApp.Start(new(Models.Settings(model.Url)) { ["Telemetry:Endpoint"] = receiver.Url, ["Logging:LogLevel:Default"] = "Debug", ["Models:Endpoints:0:ApiKey"] = "sk-secret-key" }))
        {
            var person = await app.NewPersonAsync();
            using var sent = await person.Client.PostAsJsonAsync("/api/chat/message", new { clientMessageId = Guid.NewGuid(), text = Words, model = "lab/alpha" }, Ct);
            reply = (await sent.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("replyId").GetString()!;
            Assert.Contains("done", await person.Client.GetStringAsync($"/api/chat/message/{reply}/events", Ct), StringComparison.Ordinal);
            using var search = await person.Client.GetAsync("/api/chat/conversations?search=zebra-crossing-17", Ct);
            ReplyTraces.Painted(Guid.Parse(reply), DateTime.UtcNow);
            await RanAsync(spans, reply);
            app.Services.GetRequiredService<TracerProvider>().ForceFlush();
            app.Services.GetRequiredService<MeterProvider>().ForceFlush();
            app.Services.GetRequiredService<LoggerProvider>().ForceFlush();
        }

        // POST, ticket, model call and first paint are one trace.
        var ticket = Assert.Single(spans, span => span.OperationName == "reply" && $"{span.GetTagItem("chatapp.reply")}" == reply);
        var trace = spans.Where(span => span.TraceId == ticket.TraceId).ToList();
        Assert.Equal(["POST /api/chat/message", "chat alpha", "first paint", "reply"], trace.Select(span => span.DisplayName.TrimEnd('/')).Order(StringComparer.Ordinal));
        Assert.Equal(ticket.SpanId, trace.Single(span => span.DisplayName == "chat alpha").ParentSpanId);

        var (traces, metrics, logs) = (receiver.Text("/v1/traces"), receiver.Text("/v1/metrics"), receiver.Text("/v1/logs"));
        Assert.All(["chat alpha", "first paint", "gen_ai.request.model", "gen_ai.operation.name"], name => Assert.Contains(name, traces, StringComparison.Ordinal));
        Assert.All(
            ["chatapp.queue.depth", "chatapp.reply.wait", "chatapp.reply.first_token", "chatapp.reply.duration", "gen_ai.client.operation.duration", "http.server.request.duration"],
            name => Assert.Contains(name, metrics, StringComparison.Ordinal));
        Assert.NotEqual("", logs);
        Assert.All([traces, metrics, logs], text => Assert.All([Words, "zebra", Answer, "sk-secret-key", TestApp.Password], word => Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task WithoutAReceiverNothingOfItIsThere()
    {
        await using var app = TestApp.Start();

        Assert.Null(app.Services.GetService<TracerProvider>());
        Assert.DoesNotContain(app.Services.GetServices<ILoggerProvider>(), provider => provider.GetType().FullName!.Contains("OpenTelemetry", StringComparison.Ordinal));
    }

    [Fact]
    public void AnAddressThatIsNoneStopsTheStartWithASentence() =>
        Assert.Throws<StartRefusedException>(() => ChatApp.Shell.Telemetry.AddTelemetry(Builder("somewhere")));

    // The ticket ends a moment after the reply did.
    private static async Task RanAsync(ConcurrentQueue<Activity> spans, string reply)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!spans.Any(span => span.OperationName == "reply" && $"{span.GetTagItem("chatapp.reply")}" == reply))
            await timer.WaitForNextTickAsync(Ct);
    }

    private static WebApplicationBuilder Builder(string receiver)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration[ChatApp.Shell.Telemetry.Setting] = receiver;
        return builder;
    }

    /// <summary>Takes what an exporter sends and keeps it as text: names stand in it as they are.</summary>
    private sealed class Receiver(WebApplication app, ConcurrentQueue<(string Path, string Body)> heard) : IAsyncDisposable
    {
        public string Url => app.Urls.First();

        public static async Task<Receiver> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            var heard = new ConcurrentQueue<(string, string)>();
            app.MapPost("/v1/{signal}", async http =>
            {
                using var body = new MemoryStream();
                await http.Request.Body.CopyToAsync(body);
                heard.Enqueue((http.Request.Path.ToString(), Encoding.Latin1.GetString(body.ToArray())));
                http.Response.ContentType = "application/x-protobuf";
            });
            await app.StartAsync();
            return new(app, heard);
        }

        public string Text(string path) => string.Concat(heard.Where(one => one.Path == path).Select(one => one.Body));

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
