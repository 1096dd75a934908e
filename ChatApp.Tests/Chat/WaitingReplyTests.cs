using Bunit;
using ChatApp.Data;
using ChatApp.Replies;

namespace ChatApp.Tests.Chat;

public sealed class WaitingReplyTests : Screen
{
    [Fact]
    public void AWaitingReplySaysItsPlaceTheEstimateAndWhy()
    {
        var reply = Reply(State(ReplyStatus.Queued));
        Stand(reply.Id, new(3, TimeSpan.FromSeconds(20), new(Hindrance.None, Running: 4, Unreachable: false)));
        var waiting = Draw(reply).Find("[data-queue-position]");
        Assert.Equal("3", waiting.GetAttribute("data-queue-position"));
        Assert.Equal("20", waiting.GetAttribute("data-queue-eta"));
        Assert.Contains("3rd in line, about 20 s", Words(waiting.TextContent), StringComparison.Ordinal);
        Assert.Contains("The model is answering 4 others.", waiting.TextContent, StringComparison.Ordinal);
        var cancel = waiting.QuerySelector("button")!;
        Assert.Equal(("Cancel", "stop", reply.Id.ToString()), (cancel.TextContent, cancel.GetAttribute("data-command"), cancel.GetAttribute("data-reply")));
    }

    [Fact]
    public void WithTooLittleToGoByThereIsNoEstimate()
    {
        var reply = Reply(State(ReplyStatus.Queued));
        Stand(reply.Id, new(1, null, new(Hindrance.PreviousMessage, Running: 0, Unreachable: false)));
        var waiting = Draw(reply).Find(".waiting");
        Assert.Null(waiting.GetAttribute("data-queue-eta"));
        Assert.Contains("After your previous message.", waiting.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void AReplyThatStartsAtOnceShowsNoCard()
    {
        var reply = Reply(State(ReplyStatus.Queued) with { QueuedAt = Noon });
        Stand(reply.Id, new(1, null, new(Hindrance.None, Running: 0, Unreachable: false)));
        var item = Draw(reply);
        Time.Advance(TimeSpan.FromMilliseconds(239));
        Assert.Empty(item.FindAll(".waiting"));
        Time.Advance(TimeSpan.FromMilliseconds(1));
        item.WaitForAssertion(() => Assert.Equal("1", item.Find(".waiting").GetAttribute("data-queue-position")));
    }

    [Fact]
    public void ThePlaceMovesWhenTheLineMoves()
    {
        var reply = Reply(State(ReplyStatus.Queued));
        Stand(reply.Id, new(2, null, new(Hindrance.None, Running: 1, Unreachable: false)));
        var item = Draw(reply);
        Stand(reply.Id, new(1, null, new(Hindrance.None, Running: 1, Unreachable: false)));
        Changes.Publish(Me.Id, new(ChangeKind.Places));
        item.WaitForAssertion(() => Assert.Equal("1", item.Find(".waiting").GetAttribute("data-queue-position")));
    }

    [Fact]
    public async Task WhatLeftThePageListensNoMore()
    {
        Draw(Reply(State(ReplyStatus.Queued)));
        Assert.True(Changes.HasViewers(Me.Id));
        await DisposeComponentsAsync();
        Assert.False(Changes.HasViewers(Me.Id));
    }

    private void Stand(Guid reply, Place place) => Board.Places = new Dictionary<Guid, Place> { [reply] = place };

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
