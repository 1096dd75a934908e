using System.Text.Json;
using ChatApp.Tests.LanguageModels;
using Microsoft.AspNetCore.Http;

namespace ChatApp.Tests.Replies;

/// <summary>One call that arrived at the model server; the test says word by word what it answers.</summary>
internal sealed class ModelCall
{
    private readonly HttpContext context;
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ModelCall(HttpContext context)
    {
        this.context = context;
        Prompt = (string)context.Items[FakeModelServer.Body]!;
        context.RequestAborted.Register(() => closed.TrySetResult());
    }

    public string Prompt { get; }

    /// <summary>The model it asks for.</summary>
    public string Model => JsonDocument.Parse(Prompt).RootElement.GetProperty("model").GetString()!;

    /// <summary>The caller hung up.</summary>
    public Task Closed => closed.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

    public bool IsClosed => closed.Task.IsCompleted;

    public Task SayAsync(string text) => FakeModelServer.BeginAsync(context, FakeModelServer.Delta(text));

    public async Task FinishAsync(string? text = null, string reason = "stop")
    {
        if (text is not null)
            await SayAsync(text);
        await FakeModelServer.SayAsync(context, FakeModelServer.Finish(reason));
        done.TrySetResult();
    }

    public async Task SendEventAsync(string data) => await FakeModelServer.BeginAsync(context, data);

    /// <summary>Ends the answer as it is.</summary>
    public void Leave() => done.TrySetResult();

    /// <summary>Breaks the connection.</summary>
    public void Cut()
    {
        context.Abort();
        done.TrySetResult();
    }

    public void Refuse(int status, string? retryAfter = null)
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        done.TrySetResult();
    }

    internal Task EndAsync() => Task.WhenAny(done.Task, closed.Task);
}
