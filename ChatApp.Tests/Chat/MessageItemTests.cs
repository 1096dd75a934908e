using AngleSharp.Dom;
using Bunit;
using ChatApp.Data;

namespace ChatApp.Tests.Chat;

public sealed class MessageItemTests : Screen
{
    [Fact]
    public void OnesOwnWordsStandAsTheyWereTyped()
    {
        var message = Own("  <b>two\n\nlines</b> & *stars*");
        var article = Draw(message).Find("article");
        Assert.Equal("user", article.GetAttribute("data-role"));
        Assert.Equal("complete", article.GetAttribute("data-status"));
        Assert.Equal(message.ClientMessageId.ToString(), article.GetAttribute("data-client-message-id"));
        Assert.Equal(message.Text, article.QuerySelector(".message-body")!.TextContent);
        Assert.Empty(article.QuerySelectorAll(".message-body b"));
    }

    [Fact]
    public void AnEditedFirstMessageBranchesFromTheBeginning()
    {
        var parent = Guid.NewGuid();
        Assert.Equal(Here.ToString(), Draw(Own("first")).Find("message-editor").GetAttribute("data-parent"));
        Assert.Equal(parent.ToString(), Draw(Own("later", parent)).Find("message-editor").GetAttribute("data-parent"));
    }

    [Theory]
    [InlineData(ReplyStatus.Queued, "queued")]
    [InlineData(ReplyStatus.Processing, "processing")]
    [InlineData(ReplyStatus.Streaming, "streaming")]
    [InlineData(ReplyStatus.Complete, "complete")]
    [InlineData(ReplyStatus.Stopped, "stopped")]
    [InlineData(ReplyStatus.Error, "error")]
    public void EveryStateHasItsName(ReplyStatus status, string name)
    {
        var reply = Reply(State(status), "Some text");
        var article = Draw(reply).Find("article");
        Assert.Equal("assistant", article.GetAttribute("data-role"));
        Assert.Equal(name, article.GetAttribute("data-status"));
        Assert.Equal(reply.Id.ToString(), article.GetAttribute("data-message-id"));
        Assert.NotNull(article.QuerySelector(".message-body"));
        Assert.Null(article.GetAttribute("data-client-message-id"));
    }

    [Fact]
    public void AClaimedReplyThinksAndSaysLaterThatItTakesLong()
    {
        Time.Advance(TimeSpan.FromSeconds(6));
        var thinking = Draw(Reply(State(ReplyStatus.Processing))).Find(".thinking");
        Assert.Contains("takes longer than usual", thinking.QuerySelector(".late")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("--thinking-since: -6s", thinking.GetAttribute("style"));
    }

    [Fact]
    public void ACompleteReplySaysWhatItTookAndCanBeMadeAnew()
    {
        var reply = Reply(State(ReplyStatus.Complete), "Hello **you**");
        var article = Draw(reply).Find("article");
        Assert.Equal("qwen3 · 8.4 s · 1,412 tokens", article.QuerySelector(".facts")!.TextContent);
        Assert.Equal("you", article.QuerySelector(".message-body strong")!.TextContent);
        Assert.Equal(reply.Id.ToString(), Button(article, "Regenerate").GetAttribute("data-reply"));
        Assert.Equal("copy", Button(article, "Copy").GetAttribute("data-command"));
    }

    [Fact]
    public void AReplyWithoutTextHasNothingToCopy()
    {
        var article = Draw(Reply(State(ReplyStatus.Error) with { Error = ReplyError.Busy })).Find("article");
        Assert.Empty(article.QuerySelectorAll("[data-command=copy]"));
        Assert.DoesNotContain("8.4 s", article.QuerySelector(".facts")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void AStoppedReplyKeepsItsTextSoFar()
    {
        var article = Draw(Reply(State(ReplyStatus.Stopped), "Half a sen")).Find("article");
        Assert.Contains("Half a sen", article.QuerySelector(".message-body")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Stopped here", article.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void AFailedReplyNamesItsKindSaysASentenceAndOffersRetry()
    {
        var reply = Reply(State(ReplyStatus.Error) with { Error = ReplyError.Unreachable });
        var article = Draw(reply).Find("article");
        Assert.Equal("Unreachable", article.GetAttribute("data-error"));
        var alert = article.QuerySelector("[role=alert]")!;
        Assert.Contains("did not answer", alert.TextContent, StringComparison.Ordinal);
        Assert.Equal(reply.Id.ToString(), Button(alert, "Retry").GetAttribute("data-reply"));
    }

    [Fact]
    public void WhatWouldFailAgainOffersNoRetry() =>
        Assert.Empty(Draw(Reply(State(ReplyStatus.Error) with { Error = ReplyError.TooLong })).FindAll("[data-command=retry]"));

    [Fact]
    public void AReplyCutByLengthGoesOnAtTheEndOfTheConversationOnly()
    {
        var cut = Reply(State(ReplyStatus.Complete) with { CutByLength = true }, "Long");
        Assert.Single(Draw(cut).FindAll("[data-command=continue]"));
        Assert.Empty(Draw(cut, last: false).FindAll("[data-command=continue]"));
    }

    [Fact]
    public void AShortenedContextIsSaidInOneLine() =>
        Assert.Contains("3 messages were left out", Draw(Reply(State(ReplyStatus.Complete) with { LeftOut = 3 }, "x")).Find("p.line").TextContent, StringComparison.Ordinal);

    [Fact]
    public void AMessageWithoutVersionsHasNoSwitch() => Assert.Empty(Draw(Reply(State(ReplyStatus.Complete), "x")).FindAll(".switch"));

    [Fact]
    public void TheSwitchLeadsToTheVersionsBeside()
    {
        var before = Guid.NewGuid();
        Guid? picked = null;
        var reply = Reply(State(ReplyStatus.Complete), "x", Guid.NewGuid(), before);
        var item = Draw(reply);
        item.Render(parameters => parameters.Add(it => it.Message, reply with { Text = "y" }).Add(it => it.Picked, (Guid id) => picked = id));
        Assert.Contains("3 / 3", item.Find(".switch").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", item.Find("[aria-label='Next version']").GetAttribute("aria-disabled"));
        item.Find("[aria-label='Previous version']").Click();
        Assert.Equal(before, picked);
    }

    private static IElement Button(IElement within, string name) => within.QuerySelectorAll("button").Single(button => button.TextContent == name);
}
