using System.Text;
using ChatApp.LanguageModels;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using static ChatApp.Tests.LanguageModels.FakeModelServer;

namespace ChatApp.Tests.LanguageModels;

public sealed class ModelCallsTests : IAsyncLifetime
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

    [Fact]
    public async Task AReplyStreamsWithItsFinishAndItsCounts()
    {
        server.OnChat = context => SayAsync(context, Delta("Hel"), Delta("lo"), Finish("length"),
            """{"choices":[],"usage":{"prompt_tokens":12,"completion_tokens":3,"total_tokens":15}}""");

        var chunks = await models.AskAsync("Hi", Ct);

        Assert.Equal("Hello", Text(chunks));
        Assert.Equal(ModelFinish.Length, Assert.Single(chunks, chunk => chunk.Finish is not null).Finish);
        Assert.Equal(12, chunks.Max(chunk => chunk.PromptTokens));
        Assert.Equal(3, chunks.Max(chunk => chunk.CompletionTokens));
        Assert.Contains("\"include_usage\":true", Assert.Single(server.Requests));
        Assert.StartsWith($"Bearer {Key} ", server.Requests[0]);
    }

    [Theory]
    [InlineData("""{"prompt_tokens":-1,"completion_tokens":-5}""")]
    [InlineData("""{"prompt_tokens":100000001,"completion_tokens":99999999999999999999}""")]
    [InlineData("""{"prompt_tokens":"many"}""")]
    [InlineData("""{"prompt_tokens":1.5}""")]
    [InlineData("null")]
    [InlineData("7")]
    public async Task AbsurdCountsAreIgnored(string usage)
    {
        server.OnChat = context => SayAsync(context, Delta("x"), Finish(), $$"""{"choices":[],"usage":{{usage}}}""");

        var chunks = await models.AskAsync("Hi", Ct);

        Assert.Equal("x", Text(chunks));
        Assert.All(chunks, chunk => Assert.Equal((null, null), (chunk.PromptTokens, chunk.CompletionTokens)));
    }

    [Theory]
    [InlineData("[\"<thi\",\"nk>Let me see. </th\",\"ink>\\n\",\"\\nTwo <think> stays</think>.\"]", "Two <think> stays</think>.")]
    [InlineData("[\"<thi\",\"s is no thought\"]", "<this is no thought")]
    [InlineData("[\"<th\"]", "<th")]
    [InlineData("[\"  a\",\" b\"]", "  a b")]
    public async Task ThoughtsAreNotMixedIntoTheAnswer(string pieces, string answer)
    {
        var texts = System.Text.Json.JsonSerializer.Deserialize<string[]>(pieces)!;
        server.OnChat = context => SayAsync(context, [.. texts.Select(Delta), Finish()]);

        Assert.Equal(answer, Text(await models.AskAsync("Hi", Ct)));
    }

    [Fact]
    public async Task ReasoningAndToolCallsAreSignsOfLifeWithoutText()
    {
        server.OnChat = context => SayAsync(context,
            """{"choices":[{"index":0,"delta":{"role":"assistant","reasoning_content":"Hmm"}}]}""",
            """{"choices":[{"index":0,"delta":{"content":null,"tool_calls":[{"index":0,"id":7,"type":"function","function":{"name":"rm","arguments":"{"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"no"}]},{"type":"text","text":"Yes"}]}}]}""",
            Finish("tool_calls"));

        var chunks = await models.AskAsync("Hi", Ct);

        Assert.Equal("Yes", Text(chunks));
        Assert.Equal(ModelFinish.Stop, chunks[^1].Finish);
        Assert.Equal(["", "", "Yes", ""], chunks.Select(chunk => chunk.Text));
    }

    [Fact]
    public async Task ACharacterSplitOverTwoChunksArrivesWhole()
    {
        server.OnChat = context => SayAsync(context, Raw("a\\ud83d"), Raw("\\ude00b \\\"\\n\\u00e4"), Finish());

        var chunks = await models.AskAsync("Hi", Ct);

        Assert.Equal("a😀b \"\nä", Text(chunks));
        Assert.All(chunks, chunk => Assert.Equal(chunk.Text, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(chunk.Text))));
    }

    [Fact]
    public async Task ALoneHalfOfACharacterBecomesTheReplacementCharacter()
    {
        server.OnChat = context => SayAsync(context, Raw("\\ude00a\\ud83d"), Raw("b\\ud83d"), Finish());

        Assert.Equal("\uFFFDa\uFFFDb\uFFFD", Text(await models.AskAsync("Hi", Ct)));
    }

    [Theory]
    [InlineData("stop", ModelFinish.Stop)]
    [InlineData("eos_token", ModelFinish.Stop)]
    [InlineData("max_tokens", ModelFinish.Length)]
    [InlineData("content_filter", ModelFinish.ContentFilter)]
    public async Task EveryFinishReasonIsUnderstood(string reason, object finish)
    {
        server.OnChat = context => SayAsync(context, """{"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":""}]}""", Finish(reason));

        Assert.Equal(finish, (await models.AskAsync("Hi", Ct)).Single(chunk => chunk.Finish is not null).Finish);
    }

    [Fact]
    public async Task OneDeltaMayBeTenMegabytes()
    {
        var large = new string('x', 10 << 20);
        server.OnChat = context => SayAsync(context, Delta(large), Finish());

        Assert.Equal(large.Length, Text(await models.AskAsync("Hi", Ct)).Length);
    }

    [Fact]
    public async Task AServerThatHoldsTheLineOpenAfterTheFinishIsNotWaitedFor()
    {
        var time = new FakeTimeProvider();
        using var impatient = new Models(Models.Settings(server.Url), time: time);
        server.OnChat = async context =>
        {
            await BeginAsync(context, Delta("all of it"), Finish());
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        var chunks = new List<ModelChunk>();

        await foreach (var chunk in impatient.Calls.StreamAsync(new("lab", "alpha"), [new(ChatRole.User, "Hi")], Ct))
        {
            chunks.Add(chunk);
            if (chunk.Finish is not null)
                time.Advance(TimeSpan.FromSeconds(6));
        }

        Assert.Equal("all of it", Text(chunks));
    }

    [Fact]
    public async Task StoppingReachesTheModelServer()
    {
        var gone = new TaskCompletionSource();
        server.OnChat = async context =>
        {
            context.RequestAborted.Register(() => gone.TrySetResult());
            await BeginAsync(context, Delta("a"));
            await gone.Task;
        };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var chunk in models.Calls.StreamAsync(new("lab", "alpha"), [new(ChatRole.User, "Hi")], stop.Token))
                await stop.CancelAsync();
        });

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(2), Ct);
    }

    [Fact]
    public async Task StoppingBeforeTheFirstTokenIsNoFailure()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        server.OnChat = async context =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => models.AskAsync("Hi", stop.Token));
    }

    private static string Raw(string escaped) => $$"""{"choices":[{"index":0,"delta":{"content":"{{escaped}}"},"finish_reason":null}]}""";

    private static string Text(IEnumerable<ModelChunk> chunks) => string.Concat(chunks.Select(chunk => chunk.Text));
}
