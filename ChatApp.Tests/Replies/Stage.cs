using System.Threading.Channels;
using ChatApp.Tests.LanguageModels;
using Microsoft.AspNetCore.Http;

namespace ChatApp.Tests.Replies;

/// <summary>A model server whose calls are handed to the test one by one, in order of arrival.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly FakeModelServer server;
    private readonly Channel<ModelCall> calls = Channel.CreateUnbounded<ModelCall>();
    private int open;
    private int most;
    private int count;

    private Stage(FakeModelServer server)
    {
        this.server = server;
        server.OnChat = AnswerAsync;
    }

    public Uri Url => server.Url;

    /// <summary>How many calls came for answers.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>The most calls that were open at the same time, titles included.</summary>
    public int Most => Volatile.Read(ref most);

    /// <summary>Answers calls for titles.</summary>
    public RequestDelegate OnTitle { get; set; } = context => FakeModelServer.SayAsync(context, FakeModelServer.Finish());

    /// <summary>When set, answers in the test's place.</summary>
    public RequestDelegate? OnAnswer { get; set; }

    public static async Task<Stage> OpenAsync() => new(await FakeModelServer.StartAsync());

    public async Task<ModelCall> NextAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        return await calls.Reader.ReadAsync(patience.Token);
    }

    /// <summary>Whether a call waits that <see cref="NextAsync"/> has not handed out.</summary>
    public bool HasNext => calls.Reader.TryPeek(out _);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var now = Interlocked.Increment(ref open);
        for (var seen = Most; now > seen && Interlocked.CompareExchange(ref most, now, seen) != seen; seen = Most)
        {
        }
        try
        {
            if (((string)context.Items[FakeModelServer.Body]!).Contains("You write titles", StringComparison.Ordinal))
            {
                await OnTitle(context);
                return;
            }
            Interlocked.Increment(ref count);
            if (OnAnswer is { } answer)
            {
                await answer(context);
                return;
            }
            var call = new ModelCall(context);
            calls.Writer.TryWrite(call);
            await call.EndAsync();
        }
        finally
        {
            Interlocked.Decrement(ref open);
        }
    }
}
