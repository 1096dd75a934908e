using Bunit;
using ChatApp.Chat;
using ChatApp.Conversations;
using ChatApp.Data;
using Microsoft.Extensions.DependencyInjection;

namespace ChatApp.Tests.Chat;

public sealed class ReplyViewTests : Screen
{
    private readonly Guid reply = Guid.NewGuid();

    // Paints are tenths of a second apart: time passes by itself here.
    public ReplyViewTests() => Services.AddSingleton(TimeProvider.System);

    [Fact]
    public void ItShowsTheLiveTextAsItGrows()
    {
        var live = Live.Start(reply);
        live.Append("One ");
        var view = Show(ReplyStatus.Streaming, "One ");
        Assert.Contains("One", Body(view), StringComparison.Ordinal);
        live.Append("two");
        view.WaitForAssertion(() => Assert.Contains("One two", Body(view), StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatComesWithinOnePaintIsPaintedTogether()
    {
        var live = Live.Start(reply);
        var view = Show(ReplyStatus.Streaming, "");
        live.Append("a");
        view.WaitForAssertion(() => Assert.Contains('a', Body(view)));
        var paints = view.RenderCount;
        await view.InvokeAsync(() =>
        {
            for (var i = 0; i < 50; i++)
                live.Append("b");
        });
        view.WaitForAssertion(() => Assert.Contains(new string('b', 50), Body(view), StringComparison.Ordinal));
        Assert.InRange(view.RenderCount - paints, 1, 5);
    }

    [Fact]
    public async Task TheEndOfTheLiveTextAsksForTheRow()
    {
        var live = Live.Start(reply);
        var asked = new TaskCompletionSource<Guid>();
        var view = Show(ReplyStatus.Streaming, "", id => asked.TrySetResult(id));
        live.Append("Done");
        view.WaitForAssertion(() => Assert.Contains("Done", Body(view), StringComparison.Ordinal));
        Live.End(reply, live);
        Assert.Equal(reply, await asked.Task.WaitAsync(TimeSpan.FromSeconds(10), Xunit.TestContext.Current.CancellationToken));
    }

    [Fact]
    public void TheRowHasTheLastWord()
    {
        var view = Show(ReplyStatus.Streaming, "Begun, ");
        view.Render(parameters => parameters.Add(it => it.Message, Row(ReplyStatus.Complete, "Begun, and *ended*")));
        Assert.Equal("Begun, and ended", Body(view).Trim());
        Assert.False(view.Find(".message-body").HasAttribute("data-growing"));
    }

    [Fact]
    public void AReplyQueuedAgainBeginsEmpty()
    {
        var view = Show(ReplyStatus.Streaming, "lost with its process");
        view.Render(parameters => parameters.Add(it => it.Message, Row(ReplyStatus.Queued, "")));
        Assert.Equal("", Body(view).Trim());
    }

    private IRenderedComponent<ReplyView> Show(ReplyStatus status, string text, Action<Guid>? ended = null) => Render<ReplyView>(view => view
        .Add(it => it.Message, Row(status, text))
        .Add(it => it.Ended, ended ?? (_ => { })));

    private MessageView Row(ReplyStatus status, string text) => Reply(State(status), text) with { Id = reply };

    private static string Body(IRenderedComponent<ReplyView> view) => view.Find(".message-body").TextContent;
}
