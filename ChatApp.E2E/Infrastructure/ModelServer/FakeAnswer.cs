using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ChatApp.E2E.Infrastructure.ModelServer;

/// <summary>Answers one chat-completions call as its script says.</summary>
internal sealed class FakeAnswer(ConcurrentQueue<FakeCall> calls, FakeGates gates)
{
    public async Task WriteAsync(HttpContext http, CancellationToken ct)
    {
        var body = await JsonNode.ParseAsync(http.Request.Body, cancellationToken: ct) ?? new JsonObject();
        var call = Log(body);
        calls.Enqueue(call);
        try
        {
            await PlayAsync(http, call, body["stream"]?.GetValue<bool>() == true, ct);
            call.Ended ??= "complete";
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            call.Ended ??= "client-left";
        }
    }

    private FakeCall Log(JsonNode body)
    {
        FakeMessage[] messages = [.. (body["messages"] as JsonArray ?? []).Select(m => new FakeMessage(m?["role"]?.GetValue<string>() ?? "", Text(m?["content"])))];
        return new FakeCall
        {
            Number = calls.Count + 1,
            Prompt = messages.LastOrDefault(m => m.Role == "user")?.Text ?? "",
            Title = messages.Any(m => m.Role == "system" && m.Text.Contains("title", StringComparison.OrdinalIgnoreCase)),
            Messages = messages,
            Parts = FakePart.Of((body["messages"] as JsonArray ?? []).LastOrDefault(m => m?["role"]?.GetValue<string>() == "user")?["content"]),
        };
    }

    private async Task PlayAsync(HttpContext http, FakeCall call, bool streamed, CancellationToken ct)
    {
        call.Time = calls.Count(c => c.Prompt == call.Prompt && !c.Title);
        var script = FakeScript.Read(call.Title ? FakeTexts.TitleScript : call.Prompt, call.Time, call.Parts);
        var failing = script.Fail is not null && call.Time <= script.FailTimes;
        await PassGatesAsync(script, 0, call, ct);
        if (failing && int.TryParse(script.Fail, CultureInfo.InvariantCulture, out var status))
        {
            call.Ended = "failed";
            http.Response.StatusCode = status;
            await http.Response.WriteAsJsonAsync(new { error = new { message = "The fake model was told to fail.", type = "fake" } }, ct);
            return;
        }
        if (!streamed)
        {
            await http.Response.WriteAsJsonAsync(Whole(string.Concat(script.Words)), ct);
            return;
        }
        http.Response.ContentType = "text/event-stream";
        await SendAsync(http, Chunk(new { role = "assistant", content = "" }), ct);
        for (var word = 0; word < script.Words.Count; word++)
        {
            if (word > 0)
                await PassGatesAsync(script, word, call, ct);
            if (failing && word == script.FailAt)
            {
                await FailInTheMiddleAsync(http, script.Fail!, call, ct);
                return;
            }
            var written = script.Words[word];
            await SendAsync(http, Chunk(new { content = written }), ct);
            Note(call, written);
            if (script.Rate > 0 && TimeSpan.FromSeconds((double)call.WordsSent / script.Rate) - Stopwatch.GetElapsedTime(call.FirstWordAt) is { Ticks: > 0 } early)
                await Task.Delay(early, ct);
        }
        await PassGatesAsync(script, script.Words.Count, call, ct);
        await SendAsync(http, Chunk(new { }, "stop"), ct);
        await http.Response.WriteAsync("data: [DONE]\n\n", ct);
    }

    private static void Note(FakeCall call, string word)
    {
        call.LastWordAt = Stopwatch.GetTimestamp();
        if (call.WordsSent++ == 0)
            call.FirstWordAt = call.LastWordAt;
        call.CharactersSent += word.Length;
    }

    private async Task PassGatesAsync(FakeScript script, int word, FakeCall call, CancellationToken ct)
    {
        foreach (var (name, _) in script.Gates.Where(g => g.Before == word))
        {
            call.WaitingAt = name;
            await gates.PassAsync(name, ct);
            call.WaitingAt = null;
        }
    }

    private static async Task FailInTheMiddleAsync(HttpContext http, string how, FakeCall call, CancellationToken ct)
    {
        if (how == "hang")
            await Task.Delay(Timeout.Infinite, ct);
        call.Ended = "failed";
        if (how == "garbage")
            await SendAsync(http, "data: {\"choices\": oops\n\n", ct);
        else if (how == "reset")
            http.Abort();
        // "cut" ends like a whole answer, but no reason to finish was given.
    }

    private static async Task SendAsync(HttpContext http, string chunk, CancellationToken ct)
    {
        await http.Response.WriteAsync(chunk, ct);
        await http.Response.Body.FlushAsync(ct);
    }

    private static string Chunk(object delta, string? finish = null) =>
        $"data: {JsonSerializer.Serialize(new { id = "c1", @object = "chat.completion.chunk", created = 1, model = "fake", choices = new[] { new { index = 0, delta, finish_reason = finish } } })}\n\n";

    private static object Whole(string text) => new
    {
        id = "c1",
        @object = "chat.completion",
        created = 1,
        model = "fake",
        choices = new[] { new { index = 0, message = new { role = "assistant", content = text }, finish_reason = "stop" } },
        usage = new { prompt_tokens = 1, completion_tokens = 3, total_tokens = 4 },
    };

    private static string Text(JsonNode? content) => content switch
    {
        JsonArray parts => string.Concat(parts.Select(p => p?["text"]?.GetValue<string>())),
        JsonValue value => value.GetValue<string>(),
        _ => "",
    };
}
