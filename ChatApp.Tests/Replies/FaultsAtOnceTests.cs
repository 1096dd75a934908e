using System.Globalization;
using ChatApp.Data;
using Microsoft.AspNetCore.Http;
using static ChatApp.Tests.LanguageModels.FakeModelServer;

namespace ChatApp.Tests.Replies;

[EveryDatabase]
public sealed class FaultsAtOnceTests : StagedTests
{
    private const int Tiny = 100_000;
    private const string Error = """{"error":{"message":"out of memory"}}""";

    private static readonly Dictionary<string, (RequestDelegate Answer, ReplyError? End, int Length)> Faults = new()
    {
        ["busy with a pause"] = (Refusing(429, retryAfter: "0"), ReplyError.Busy, 0),
        ["busy with garbage"] = (Refusing(429, retryAfter: "soon"), ReplyError.Busy, 0),
        ["overloaded"] = (Refusing(529), ReplyError.Busy, 0),
        ["broken"] = (Refusing(500), ReplyError.Unreachable, 0),
        ["bad gateway"] = (Refusing(502), ReplyError.Unreachable, 0),
        ["unknown key"] = (Refusing(401), ReplyError.Refused, 0),
        ["forbidden"] = (Refusing(403), ReplyError.Refused, 0),
        ["too long"] = (Refusing(400, body: """{"error":{"code":"context_length_exceeded"}}"""), ReplyError.TooLong, 0),
        ["elsewhere"] = (Refusing(307), ReplyError.Refused, 0),
        ["never"] = (context => HangAsync(context), ReplyError.Unreachable, 0),
        ["hangs"] = (context => HangAsync(context, Delta("so far")), ReplyError.Interrupted, 6),
        ["reset"] = (CutAsync, ReplyError.Unreachable, 0),
        ["no end"] = (context => BeginAsync(context, Delta("so far")), ReplyError.Interrupted, 6),
        ["nothing"] = (context => SayAsync(context), ReplyError.Unreachable, 0),
        ["filtered"] = (context => SayAsync(context, Delta("so far"), Finish("content_filter")), ReplyError.Refused, 6),
        ["a page"] = (context => context.Response.WriteAsync("<html>Welcome</html>"), ReplyError.Unreachable, 0),
        ["no json"] = (context => SayAsync(context, Delta("so far"), "no json"), ReplyError.Interrupted, 6),
        ["error inside"] = (context => SayAsync(context, Delta("so far"), Error), ReplyError.Interrupted, 6),
        ["unasked tools"] = (context => SayAsync(context, """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"x","function":{"name":"rm","arguments":"{}"}}]},"finish_reason":null}]}""", Delta("so far"), Finish()), null, 6),
        ["ten megabytes"] = (context => SayAsync(context, Delta(new string('x', 10_000_000)), Finish()), ReplyError.TooLong, 1_000_000),
        ["endless"] = (context => EndlessAsync(context, Delta("more and more and more ")), ReplyError.TooLong, 1_000_000),
        ["endlessly empty"] = (context => EndlessAsync(context, Delta("")), ReplyError.TooLong, 0),
        ["tiny"] = (context => SayAsync(context, [.. Enumerable.Repeat(Delta("a"), Tiny), Finish()]), null, Tiny),
    };

    [Fact]
    public async Task EveryFaultEndsInItsStateAndAStreamOfAnotherEndpointGoesOn()
    {
        await using var calm = await Stage.OpenAsync();
        await using var rig = await StartAsync(
            ("Models:Endpoints:0:Slots", "32"), ("Models:Endpoints:1:Name", "calm"), ("Models:Endpoints:1:Url", calm.Url.ToString()), ("Models:Endpoints:1:Models", "gamma"),
            ("Models:MaxReplyBytes", "12000000"), ("Replies:FirstTokenTimeout", "00:00:05"), ("Replies:IdleTimeout", "00:00:05"));
        var over = new TaskCompletionSource();
        var words = 0;
        calm.OnAnswer = async context =>
        {
            using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            while (!over.Task.IsCompleted && await beat.WaitForNextTickAsync(context.RequestAborted))
                await BeginAsync(context, Delta(string.Create(CultureInfo.InvariantCulture, $"{++words} ")));
            await SayAsync(context, Finish());
        };
        Stage.OnAnswer = context => Faults.Single(fault => ((string)context.Items[Body]!).Contains($"[{fault.Key}]", StringComparison.Ordinal)).Value.Answer(context);
        var undisturbed = await rig.SendAsync(await rig.AddPersonAsync(), model: "calm/gamma");
        await rig.ReachesAsync(undisturbed.ReplyId, ReplyStatus.Streaming);

        var sent = new Dictionary<string, Guid>();
        foreach (var fault in Faults.Keys)
            sent[fault] = (await rig.SendAsync(await rig.AddPersonAsync(), $"[{fault}]")).ReplyId;
        var ends = new Dictionary<string, (ReplyError?, int)>();
        foreach (var (fault, reply) in sent)
            ends[fault] = ((await rig.ReachesAsync(reply, row => row.Status.IsFinal())).Error, (await rig.TextAsync(reply)).Length);
        Assert.Equal(ReplyStatus.Streaming, (await rig.ReadAsync(undisturbed.ReplyId)).Status);
        over.SetResult();

        Assert.Equal(Faults.Select(fault => (fault.Key, fault.Value.End, fault.Value.Length)), ends.Select(end => (end.Key, end.Value.Item1, end.Value.Item2)));
        await rig.ReachesAsync(undisturbed.ReplyId, ReplyStatus.Complete);
        Assert.Equal(string.Concat(Enumerable.Range(1, words).Select(word => $"{word} ")), await rig.TextAsync(undisturbed.ReplyId));
    }

    private static RequestDelegate Refusing(int status, string? retryAfter = null, string body = "") => context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = retryAfter;
        context.Response.Headers.Location = status == 307 ? "/elsewhere" : null;
        return context.Response.WriteAsync(body);
    };

    private static async Task HangAsync(HttpContext context, params string[] events)
    {
        if (events.Length > 0)
            await BeginAsync(context, events);
        await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
    }

    private static Task CutAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static async Task EndlessAsync(HttpContext context, string data)
    {
        while (!context.RequestAborted.IsCancellationRequested)
            await BeginAsync(context, [.. Enumerable.Repeat(data, 1_000)]);
    }
}
