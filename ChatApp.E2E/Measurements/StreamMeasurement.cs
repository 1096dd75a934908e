using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;
using Microsoft.Playwright;

namespace ChatApp.E2E.Measurements;

/// <summary>One reply at 200 tokens a second, streamed to one browser: bytes on the wire, lag, and what it costs server and browser.</summary>
internal static class StreamMeasurement
{
    private const int Rate = 200;
    private const int Runs = 3;

    // textContent alone: asking for layout here would bill the page for our looking.
    private const string Watch = """
        () => new Promise(done => {
            let first = 0;
            const look = () => {
                const text = [...document.querySelectorAll('article[data-role=assistant] .message-body')].at(-1)?.textContent ?? '';
                first ||= text.length > 3 ? Date.now() : 0;
                if (text.includes('THE-END')) done([first, Date.now()]); else setTimeout(look, 20);
            };
            look();
        })
        """;

    public static async Task RunAsync(int tokens, string kind, CancellationToken ct)
    {
        await using var ground = await Ground.PrepareAsync(slots: 4, new Dictionary<string, string>(), ct);
        var chromium = new Chromium();
        await chromium.InitializeAsync();
        using var proxy = new CountingProxy(ground.Address);
        using var measured = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var carrying = proxy.RunAsync(measured.Token);
        try
        {
            var visitor = await Visitor.ComeAsync(chromium.Browser, proxy.Address, null);
            await visitor.Context.Tracing.StopAsync();
            await visitor.RegisterAsync();
            Console.WriteLine($"{tokens} tokens, {kind}, {Rate} a second");
            for (var run = 1; run <= Runs; run++)
                Measure.Print($"run {run}", await MeasureAsync(ground, proxy, visitor.Page, tokens, kind, ct));
        }
        finally
        {
            await chromium.DisposeAsync();
            await measured.CancelAsync();
            await carrying;
        }
    }

    private static async Task<string> MeasureAsync(Ground ground, CountingProxy proxy, IPage page, int tokens, string kind, CancellationToken ct)
    {
        var chat = new ChatScreen(page);
        await chat.OpenAsync();
        await chat.IsLiveAsync();
        page.SetDefaultTimeout((float)TimeSpan.FromSeconds(60 + tokens / 50).TotalMilliseconds);
        var name = Words.Unique("stream-");
        var server = ground.World.App.Process.Id;
        var (bytes, serverTime, browserTime) = (proxy.Bytes, ProcessorTime.Of(server), ProcessorTime.OfAll("chromium"));
        var seen = page.EvaluateAsync<JsonElement>(Watch);
        await chat.SendAsync($"{name} kind={kind} tokens={tokens} rate={Rate}");
        var times = (await seen).EnumerateArray().Select(time => time.GetInt64()).ToArray();
        await Task.Delay(TimeSpan.FromMilliseconds(600), ct);
        (bytes, serverTime, browserTime) = (proxy.Bytes - bytes, ProcessorTime.Of(server) - serverTime, ProcessorTime.OfAll("chromium") - browserTime);
        var call = (await ground.World.Model.CallsAsync(name, ct)).Single();
        return string.Create(CultureInfo.InvariantCulture,
            $"wire/text {(double)bytes / call.CharactersSent:0.00}   first token {times[0] - Clock(call.FirstWordAt)} ms   last token {times[1] - Clock(call.LastWordAt)} ms   server {(double)serverTime / tokens:0.00} ms/token   browser {(double)browserTime / tokens:0.00} ms/token");
    }

    /// <summary>A timestamp as the browser's clock tells it, in milliseconds.</summary>
    private static long Clock(long timestamp) =>
        TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - (long)Stopwatch.GetElapsedTime(timestamp).TotalMilliseconds;
}
