using ChatApp.Chat;
using ChatApp.Replies;

namespace ChatApp.Tests.Chat;

public sealed class PendingChangesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatNobodyReadsPilesUpOnlyOnce()
    {
        var (pending, reply) = (new PendingChanges(), Guid.NewGuid());
        for (var i = 0; i < 1_000; i++)
        {
            pending.Add(new(ChangeKind.Places));
            pending.Add(new(ChangeKind.Reply, ReplyId: reply));
        }

        Assert.Equal(2, (await pending.TakeAsync(Ct)).Count);
    }

    [Fact]
    public async Task WhoeverWaitsHearsTheNextChange()
    {
        var pending = new PendingChanges();
        pending.Add(new(ChangeKind.Places));
        await pending.TakeAsync(Ct);
        var next = pending.TakeAsync(Ct);
        Assert.False(next.IsCompleted);

        pending.Add(new(ChangeKind.Messages));

        Assert.Equal([new(ChangeKind.Messages)], await next);
    }
}
