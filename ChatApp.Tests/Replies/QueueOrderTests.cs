using ChatApp.Data;
using ChatApp.Replies;
using CsCheck;

namespace ChatApp.Tests.Replies;

public sealed class QueueOrderTests
{
    private static readonly DateTime Now = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly Guid A = Guid.NewGuid(), B = Guid.NewGuid(), C = Guid.NewGuid();
    private static long sequence;

    [Fact]
    public void APersonWithFiftyWaitingDoesNotHoldAnotherBack()
    {
        var order = Order([.. Enumerable.Range(0, 50).Select(_ => Waiting(A)), Waiting(B)], turns: new() { [A] = 7 });

        Assert.Equal(B, order[0].Entry.UserId);
        Assert.Equal(A, order[1].Entry.UserId);
    }

    [Fact]
    public void WithinARoundThePersonServedLongestAgoIsNext()
    {
        var order = Order([Waiting(A), Waiting(B), Waiting(C)], turns: new() { [A] = 9, [B] = 3, [C] = 5 });

        Assert.Equal([B, C, A], order.Select(standing => standing.Entry.UserId));
    }

    [Fact]
    public void AHighReplyGoesBeforeEveryoneAndALowOneAfter()
    {
        var (low, normal, high) = (Waiting(A, priority: ReplyPriority.Low), Waiting(B), Waiting(C, priority: ReplyPriority.High));

        Assert.Equal([high.Id, normal.Id, low.Id], Order([low, normal, high]).Select(standing => standing.Entry.Id));
    }

    [Fact]
    public void WhatCannotRunStandsBehindWhatCan()
    {
        var running = Running(A);
        var blocked = Waiting(A, after: running.Id);
        var free = Waiting(B);

        var order = Order([running, blocked, free]);

        Assert.Equal([free.Id, blocked.Id], order.Select(standing => standing.Entry.Id));
        Assert.Equal(Hindrance.PreviousMessage, order[1].Hindrance);
    }

    [Fact]
    public void ThePreviousMessageMayWaitOnAnotherEndpoint()
    {
        var before = Waiting(A, endpoint: "other");

        Assert.Equal(Hindrance.PreviousMessage, Assert.Single(Order([before, Waiting(A, after: before.Id)])).Hindrance);
    }

    [Fact]
    public void APersonsRunningRepliesOfAllEndpointsCount()
    {
        var order = Order([Running(A, "other"), Running(A, "other"), Waiting(A), Waiting(A)], limit: 3);

        Assert.Equal([Hindrance.None, Hindrance.PersonsLimit], order.Select(standing => standing.Hindrance));
    }

    [Fact]
    public void APersonsOwnLimitBeatsTheSetting()
    {
        var order = Order([Waiting(A), Waiting(A)], limits: new() { [A] = 1 }, limit: 3);

        Assert.Equal([Hindrance.None, Hindrance.PersonsLimit], order.Select(standing => standing.Hindrance));
    }

    [Fact]
    public void TheAllowanceGoesToTheReplyMovedToTheFront()
    {
        var old = Waiting(A);
        var moved = Waiting(A, priority: ReplyPriority.High);

        var order = Order([old, moved], limit: 1);

        Assert.Equal(moved.Id, order[0].Entry.Id);
        Assert.True(order[0].CanRun);
        Assert.Equal(Hindrance.PersonsLimit, order[1].Hindrance);
    }

    [Fact]
    public void NothingCanRunOnAPausedEndpoint() =>
        Assert.Equal(Hindrance.Paused, Assert.Single(Order([Waiting(A)], paused: true)).Hindrance);

    [Fact]
    public void AReplyAskedToWaitRunsOnlyAfterwards()
    {
        Assert.Equal(Hindrance.AskedToWait, Assert.Single(Order([Waiting(A) with { NotBefore = Now.AddSeconds(1) }])).Hindrance);
        Assert.Equal(Hindrance.None, Assert.Single(Order([Waiting(A) with { NotBefore = Now }])).Hindrance);
    }

    [Fact]
    public void ATitleRunsOnlyWhileNobodyWaits()
    {
        var title = Waiting(A) with { Kind = ReplyKind.Title, Priority = ReplyPriority.Low };

        Assert.Equal(Hindrance.None, Assert.Single(Order([title])).Hindrance);
        Assert.Equal(Hindrance.PeopleWait, Order([title, Waiting(B, priority: ReplyPriority.Low)])[1].Hindrance);
    }

    [Fact]
    public void NobodyWaitsMoreThanOneRound() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 4], Gen.Int[0, 20].Array[1, 6]).Sample((people, slots, counts) =>
        {
            // One slot after the other is given to the head; nobody is served twice while somebody who can run waits unserved.
            var persons = Enumerable.Range(0, people).Select(_ => Guid.NewGuid()).ToArray();
            var waiting = counts.SelectMany((count, i) => Enumerable.Range(0, count).Select(_ => Waiting(persons[i % people]))).ToList();
            var turns = new Dictionary<Guid, long>();
            var servedSince = new Dictionary<Guid, int>();
            for (var turn = 1; waiting.Count > 0; turn++)
            {
                var head = Order([.. waiting], turns, limit: 100)[0].Entry;
                waiting.Remove(head);
                turns[head.UserId] = turn;
                foreach (var person in waiting.Select(entry => entry.UserId).Distinct().Where(person => person != head.UserId))
                {
                    servedSince[person] = servedSince.GetValueOrDefault(person) + 1;
                    Assert.True(servedSince[person] <= people, $"waited through {servedSince[person]} claims with {people} people and {slots} slots");
                }
                servedSince[head.UserId] = 0;
            }
        });

    [Fact]
    public void EveryWaitingReplyStandsInTheOrderOnce() =>
        GenLine.Sample(entries =>
        {
            var order = Order(entries, limit: 2);
            var waiting = entries.Where(entry => entry is { Status: ReplyStatus.Queued, Endpoint: "e" }).Select(entry => entry.Id).ToHashSet();
            Assert.Equal(waiting.Count, order.Length);
            Assert.True(waiting.SetEquals(order.Select(standing => standing.Entry.Id)));
            Assert.True(order.SkipWhile(standing => standing.CanRun).All(standing => !standing.CanRun || standing.Entry.Kind is ReplyKind.Title));
        });

    private static readonly Guid[] People = [A, B, C];
    private static readonly Gen<LineEntry[]> GenLine = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Bool)
        .Select((person, status, priority, elsewhere) => new LineEntry(Interlocked.Increment(ref sequence), Guid.NewGuid(), People[person], Guid.NewGuid(), null,
            ReplyKind.Answer, (ReplyStatus)status, (ReplyPriority)priority, elsewhere ? "f" : "e", null, Now))
        .Array[0, 30];

    private static Standing[] Order(LineEntry[] entries, Dictionary<Guid, long>? turns = null, Dictionary<Guid, int>? limits = null, int limit = 3, bool paused = false) =>
        QueueOrder.Of("e", new(entries, turns ?? [], limits ?? [], new Dictionary<string, EndpointState> { ["e"] = new() { Name = "e", Paused = paused } }), limit, Now);

    private static LineEntry Waiting(Guid person, string endpoint = "e", Guid? after = null, ReplyPriority priority = ReplyPriority.Normal) =>
        new(Interlocked.Increment(ref sequence), Guid.NewGuid(), person, Guid.NewGuid(), after, ReplyKind.Answer, ReplyStatus.Queued, priority, endpoint, null, null);

    private static LineEntry Running(Guid person, string endpoint = "e") =>
        Waiting(person, endpoint) with { Status = ReplyStatus.Streaming, StartedAt = Now };
}
