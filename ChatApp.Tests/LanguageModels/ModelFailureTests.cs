using System.Globalization;
using ChatApp.LanguageModels;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using static ChatApp.Tests.LanguageModels.FakeModelServer;

namespace ChatApp.Tests.LanguageModels;

public sealed class ModelFailureTests : IAsyncLifetime
{
    private const string Key = "sk-very-secret";
    private FakeModelServer server = null!;
    private Models models = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await StartAsync();
        models = Models.Of(server.Url, Key);
    }

    public async ValueTask DisposeAsync()
    {
        models.Dispose();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData(429, "", ModelFailureKind.Busy)]
    [InlineData(503, "", ModelFailureKind.Busy)]
    [InlineData(529, "", ModelFailureKind.Busy)]
    [InlineData(400, """{"error":{"message":"bad"}}""", ModelFailureKind.Refused)]
    [InlineData(400, """{"error":{"code":"content_filter"}}""", ModelFailureKind.Refused)]
    [InlineData(401, """{"error":{"message":"Incorrect API key provided: sk-very-secret"}}""", ModelFailureKind.Refused)]
    [InlineData(403, "", ModelFailureKind.Refused)]
    [InlineData(404, """{"error":{"message":"model not found"}}""", ModelFailureKind.Refused)]
    [InlineData(400, """{"error":{"code":"context_length_exceeded"}}""", ModelFailureKind.TooLong)]
    [InlineData(400, """{"error":{"message":"This model's maximum context length is 8192 tokens."}}""", ModelFailureKind.TooLong)]
    [InlineData(400, """{"error":{"type":"exceed_context_size_error"}}""", ModelFailureKind.TooLong)]
    [InlineData(413, "", ModelFailureKind.TooLong)]
    [InlineData(500, "oops", ModelFailureKind.Unreachable)]
    [InlineData(502, "<html>", ModelFailureKind.Unreachable)]
    [InlineData(504, "", ModelFailureKind.Unreachable)]
    public async Task AStatusOtherThanSuccessSaysWhatIsWrong(int status, string body, object kind)
    {
        server.OnChat = context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body);
        };

        Assert.Equal(kind, (await FailAsync()).Kind);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 0)]
    [InlineData("soon", null)]
    [InlineData("-5", null)]
    [InlineData("99999999999", null)]
    [InlineData("Mon, 01 Jan 2001 00:00:00 GMT", null)]
    public async Task ABusyServerSaysWhenToComeBack(string header, int? seconds)
    {
        server.OnChat = context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = header;
            return Task.CompletedTask;
        };

        Assert.Equal(seconds, (await FailAsync()).RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task ABusyServerMaySayWhenToComeBackAsADate()
    {
        server.OnChat = context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = TimeProvider.System.GetUtcNow().AddMinutes(10).ToString("R", CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        };

        Assert.InRange((await FailAsync()).RetryAfter!.Value.TotalMinutes, 9, 10.1);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task RedirectsAreRefusedAndNotFollowed(int status)
    {
        server.OnChat = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        };

        Assert.Equal(ModelFailureKind.Refused, (await FailAsync()).Kind);
        Assert.DoesNotContain("elsewhere", server.Requests);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json")]
    public async Task ASuccessThatIsNoStreamIsUnreachable(string type)
    {
        server.OnChat = context =>
        {
            context.Response.ContentType = type;
            return context.Response.WriteAsync("<html>Welcome</html>");
        };

        Assert.Equal(ModelFailureKind.Unreachable, (await FailAsync()).Kind);
    }

    [Theory]
    [InlineData("""{"error":{"message":"out of memory"}}""")]
    [InlineData("""{"error":"out of memory"}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{},"finish_reason":"error"}]}""")]
    [InlineData("no json")]
    [InlineData("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"broken")]
    [InlineData("[1]")]
    [InlineData("[DONE]")]
    public async Task AnErrorInsideTheStreamInterruptsTheReplyAfterItsText(string data)
    {
        server.OnChat = context => SayAsync(context, Delta("so far"), data, Delta(" and more"));
        var text = "";

        var failure = await Assert.ThrowsAsync<ModelFailure>(async () =>
        {
            await foreach (var chunk in models.Calls.StreamAsync(new("lab", "alpha"), [new(ChatRole.User, "Hi")], Ct))
                text += chunk.Text;
        });

        Assert.Equal((ModelFailureKind.Interrupted, "so far"), (failure.Kind, text));
    }

    [Fact]
    public async Task AnEndWithoutAFinishReasonInterruptsTheReply()
    {
        server.OnChat = context => BeginAsync(context, Delta("so far"));

        Assert.Equal(ModelFailureKind.Interrupted, (await FailAsync()).Kind);
    }

    [Fact]
    public async Task ACutConnectionInterruptsTheReply()
    {
        var seen = new TaskCompletionSource();
        server.OnChat = async context =>
        {
            await BeginAsync(context, Delta("so far"));
            await seen.Task;
            context.Abort();
        };

        var failure = await Assert.ThrowsAsync<ModelFailure>(async () =>
        {
            await foreach (var chunk in models.Calls.StreamAsync(new("lab", "alpha"), [new(ChatRole.User, "Hi")], Ct))
                seen.TrySetResult();
        });

        Assert.Equal(ModelFailureKind.Interrupted, failure.Kind);
    }

    [Fact]
    public async Task AConnectionCutBeforeTheAnswerIsUnreachable()
    {
        server.OnChat = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        Assert.Equal(ModelFailureKind.Unreachable, (await FailAsync()).Kind);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/v1")]
    [InlineData("http://no-such-host.invalid/v1")]
    [InlineData("https://127.0.0.1:1/v1")]
    public async Task AServerThatIsNotThereIsUnreachable(string url)
    {
        using var lost = Models.Of(new(url), Key);

        var failure = await Assert.ThrowsAsync<ModelFailure>(() => lost.AskAsync("Hi", Ct));

        Assert.Equal(ModelFailureKind.Unreachable, failure.Kind);
        AssertDiscreet(failure);
    }

    [Fact]
    public async Task AnEndpointThatIsNotInTheSettingsIsUnreachable() =>
        Assert.Equal(ModelFailureKind.Unreachable, (await Assert.ThrowsAsync<ModelFailure>(() => models.AskAsync("Hi", Ct, "gone/alpha"))).Kind);

    private async Task<ModelFailure> FailAsync()
    {
        var failure = await Assert.ThrowsAsync<ModelFailure>(() => models.AskAsync("my secret plan", Ct));
        AssertDiscreet(failure);
        return failure;
    }

    private static void AssertDiscreet(ModelFailure failure)
    {
        Assert.DoesNotContain(Key, failure.ToString());
        Assert.DoesNotContain("127.0.0.1", failure.ToString());
        Assert.DoesNotContain("secret plan", failure.ToString());
    }
}
