using ChatApp.Data;
using ChatApp.Replies;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Tests.Replies;

[EveryDatabase]
public sealed class SendingTests : StagedTests
{
    [Fact]
    public async Task AMessageIsAnswered()
    {
        await using var rig = await StartAsync();
        var person = await rig.AddPersonAsync();

        var sent = await rig.SendAsync(person, "What is a queue?");
        var call = await Stage.NextAsync();
        await call.FinishAsync("A line.");
        var reply = await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Complete);

        Assert.Contains("What is a queue?", call.Prompt);
        Assert.Equal("A line.", await rig.TextAsync(sent.ReplyId));
        Assert.Equal((1, null), (reply.Attempt, reply.Error));
        Assert.NotNull(reply.FirstTokenAt);
        Assert.Empty(rig.Errors);
    }

    [Fact]
    public async Task SendingTheSameAgainGivesTheSameAnswerAndWritesNothing()
    {
        await using var rig = await StartAsync();
        await using var held = await rig.HoldAsync();
        var person = await rig.AddPersonAsync();
        var first = await rig.SendAsync(person, "before");
        var message = new SendMessage(Guid.NewGuid(), "once", first.ConversationId);
        var sent = await rig.Commands.SendAsync(person, message, Ct);
        var before = await ConversationAsync(rig, first.ConversationId);

        Assert.Equal(sent, await rig.Commands.SendAsync(person, message, Ct));
        Assert.IsType<Outcome.Conflict>(await rig.Commands.SendAsync(person, message with { Text = "other words" }, Ct));

        await using var db = await rig.OpenAsync();
        Assert.Equal(4, await db.Messages.CountAsync(Ct));
        Assert.Equal(2, await db.Replies.CountAsync(Ct));
        var after = await ConversationAsync(rig, first.ConversationId);
        Assert.Equal((before.UpdatedAt, before.LastSequence), (after.UpdatedAt, after.LastSequence));
    }

    [Fact]
    public async Task WhatNoDatabaseCanKeepIsReplacedAndIsTheSameMessageWhenItIsSentAgain()
    {
        await using var rig = await StartAsync();
        await using var held = await rig.HoldAsync();
        var (user, id) = (await rig.AddPersonAsync(), Guid.NewGuid());

        var sent = Assert.IsType<Outcome.Accepted>(await rig.Commands.SendAsync(user, new(id, "a\0b\uD83Dc🙂"), Ct));

        Assert.Equal("a\uFFFDb\uFFFDc🙂", await rig.TextAsync(sent.MessageId));
        Assert.Equal(sent, await rig.Commands.SendAsync(user, new(id, "a\0b\uD83Dc🙂"), Ct));
        Assert.Equal(sent, await rig.Commands.SendAsync(user, new(id, "a\uFFFDb\uFFFDc🙂"), Ct));
        Assert.IsType<Outcome.Conflict>(await rig.Commands.SendAsync(user, new(id, "abc🙂"), Ct));
    }

    [Fact]
    public async Task TwoPersonsMayUseTheSameClientId()
    {
        await using var rig = await StartAsync();
        await using var held = await rig.HoldAsync();
        var id = Guid.NewGuid();

        var a = await rig.Commands.SendAsync(await rig.AddPersonAsync(), new(id, "a"), Ct);
        var b = await rig.Commands.SendAsync(await rig.AddPersonAsync(), new(id, "b"), Ct);

        Assert.NotEqual(Assert.IsType<Outcome.Accepted>(a).ReplyId, Assert.IsType<Outcome.Accepted>(b).ReplyId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TwentySendsOfOneMessageAtOnceMakeOneMessageAndOneReply(bool intoConversation)
    {
        await using var rig = await StartAsync();
        await using var held = await rig.HoldAsync();
        var person = await rig.AddPersonAsync();
        var conversation = intoConversation ? (await rig.SendAsync(person)).ConversationId : (Guid?)null;
        var message = new SendMessage(Guid.NewGuid(), "once", conversation);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => rig.Commands.SendAsync(person, message, Ct))));

        Assert.IsType<Outcome.Accepted>(Assert.Single(outcomes.Distinct()));
        await using var db = await rig.OpenAsync();
        Assert.Equal(intoConversation ? 2 : 1, await db.Replies.CountAsync(Ct));
        Assert.Equal(1, await db.Conversations.CountAsync(Ct));
        Assert.Empty(rig.Errors);
    }

    [Fact]
    public async Task SendsAtOnceIntoOneConversationStandInAChain()
    {
        await using var rig = await StartAsync();
        await using var held = await rig.HoldAsync();
        var person = await rig.AddPersonAsync();
        var first = await rig.SendAsync(person);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => rig.SendAsync(person, $"m{i}", first.ConversationId))));

        await using var db = await rig.OpenAsync();
        var messages = await db.Messages.AsNoTracking().OrderBy(message => message.Sequence).ToListAsync(Ct);
        var replies = await db.Replies.AsNoTracking().ToDictionaryAsync(reply => reply.Id, Ct);
        Assert.Equal(18, messages.Count);
        Assert.All(messages, message => Assert.True(message.OnPath));
        Assert.Equal(Enumerable.Range(0, 18), messages.Select(message => message.Depth));
        for (var i = 1; i < messages.Count; i++)
        {
            Assert.Equal(messages[i - 1].Id, messages[i].ParentId);
            if (i % 2 == 1)
                Assert.Equal(i == 1 ? null : messages[i - 2].Id, replies[messages[i].Id].After);
        }
        Assert.Equal(messages[^1].Id, (await ConversationAsync(rig, first.ConversationId)).LeafId);
    }

    [Fact]
    public async Task WhatCannotBeSentIsRefusedAndLeavesNothing()
    {
        await using var rig = await StartAsync();
        await using var held = await rig.HoldAsync();
        var (person, other) = (await rig.AddPersonAsync(), await rig.AddPersonAsync());
        var sent = await rig.SendAsync(person);
        var before = await ConversationAsync(rig, sent.ConversationId);

        Task<Outcome> Send(string text, Guid? conversation = null, Guid? parent = null, ChatApp.LanguageModels.ModelChoice? model = null) =>
            rig.Commands.SendAsync(person, new(Guid.NewGuid(), text, conversation, parent, model), Ct);

        Assert.IsType<Outcome.Invalid>(await Send(""));
        Assert.IsType<Outcome.Invalid>(await Send(" \n\t"));
        Assert.IsType<Outcome.Invalid>(await Send(new('x', 200_001)));
        Assert.IsType<Outcome.Invalid>(await Send("Hi", model: new("lab", "gamma")));
        Assert.IsType<Outcome.Invalid>(await Send("Hi", model: new("nowhere", "alpha")));
        Assert.IsType<Outcome.Invalid>(await Send("Hi", sent.ConversationId, sent.MessageId));
        Assert.IsType<Outcome.NotFound>(await Send("Hi", Guid.NewGuid()));
        Assert.IsType<Outcome.NotFound>(await Send("Hi", sent.ConversationId, Guid.NewGuid()));
        Assert.IsType<Outcome.NotFound>(await Send("Hi", parent: sent.ReplyId));
        Assert.IsType<Outcome.NotFound>(await rig.Commands.SendAsync(other, new(Guid.NewGuid(), "Hi", sent.ConversationId), Ct));

        await using var db = await rig.OpenAsync();
        Assert.Equal(2, await db.Messages.CountAsync(Ct));
        Assert.Equal(1, await db.Conversations.CountAsync(Ct));
        var after = await ConversationAsync(rig, sent.ConversationId);
        Assert.Equal((before.UpdatedAt, before.LastSequence), (after.UpdatedAt, after.LastSequence));
    }

    [Fact]
    public async Task TwoHundredSendsAtOnceAreAllAccepted()
    {
        await using var rig = await StartAsync();
        await using var held = await rig.HoldAsync();
        var persons = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => rig.AddPersonAsync()));

        var sent = await Task.WhenAll(Enumerable.Range(0, 200).Select(n => Task.Run(() => rig.SendAsync(persons[n % 20], $"message {n}"), Ct)));

        await using var db = await rig.OpenAsync();
        Assert.Equal(200, sent.Select(answer => answer.ReplyId).Distinct().Count());
        Assert.Equal(200, await db.Messages.CountAsync(message => message.Role == MessageRole.User, Ct));
        Assert.Equal(200, await db.Replies.Select(reply => reply.Sequence).Distinct().CountAsync(Ct));
        Assert.Empty(rig.Errors);
    }

    [Fact]
    public async Task TheLongestMessageIsAccepted()
    {
        await using var rig = await StartAsync();
        await using var held = await rig.HoldAsync();

        var sent = await rig.SendAsync(await rig.AddPersonAsync(), new('x', 200_000));

        Assert.Equal(200_000, (await rig.TextAsync(sent.MessageId)).Length);
    }

    [Fact]
    public async Task HalfACharacterIsSentAgainAsTheSameMessage()
    {
        await using var rig = await StartAsync();
        await using var held = await rig.HoldAsync();
        var person = await rig.AddPersonAsync();
        var message = new SendMessage(Guid.NewGuid(), "half \ud83d");

        var sent = await rig.Commands.SendAsync(person, message, Ct);

        Assert.Equal(sent, await rig.Commands.SendAsync(person, message, Ct));
    }

    [Fact]
    public async Task AnEditedFirstMessageStartsTheConversationAnewBesideIt()
    {
        await using var rig = await StartAsync();
        await using var held = await rig.HoldAsync();
        var person = await rig.AddPersonAsync();
        var first = await rig.SendAsync(person, "first");
        var second = await rig.SendAsync(person, "second", first.ConversationId);

        var edited = await rig.SendAsync(person, "first, edited", first.ConversationId, parent: first.ConversationId);

        Assert.Equal([edited.MessageId, edited.ReplyId], await PathAsync(rig, first.ConversationId));
        Assert.Null((await rig.ReadAsync(edited.ReplyId)).After);
        await using var db = await rig.OpenAsync();
        Assert.Equal(6, await db.Messages.CountAsync(Ct));
        Assert.Equal(2, await db.Messages.CountAsync(message => message.ParentId == null, Ct));
        Assert.Equal(edited.ReplyId, (await ConversationAsync(rig, second.ConversationId)).LeafId);
    }

    [Fact]
    public async Task AnEditDeeperDownKeepsWhatStandsBeforeIt()
    {
        await using var rig = await StartAsync();
        await using var held = await rig.HoldAsync();
        var person = await rig.AddPersonAsync();
        var first = await rig.SendAsync(person, "1");
        var second = await rig.SendAsync(person, "2", first.ConversationId);
        await rig.SendAsync(person, "3", first.ConversationId);

        var edited = await rig.SendAsync(person, "2, edited", first.ConversationId, parent: first.ReplyId);
        Assert.Equal([first.MessageId, first.ReplyId, edited.MessageId, edited.ReplyId], await PathAsync(rig, first.ConversationId));

        // Going on from a branch that is not shown makes it the current one.
        var back = await rig.SendAsync(person, "back", first.ConversationId, parent: second.ReplyId);
        Assert.Equal([first.MessageId, first.ReplyId, second.MessageId, second.ReplyId, back.MessageId, back.ReplyId], await PathAsync(rig, first.ConversationId));

        var next = await rig.SendAsync(person, "next", first.ConversationId);
        Assert.Equal(back.ReplyId, (await rig.ReadAsync(next.ReplyId)).After);
    }

    [Fact]
    public async Task MessagesOnOnePathRunOneAfterTheOtherAndAFailedOneHoldsNothing()
    {
        await using var rig = await StartAsync(("Models:Endpoints:0:Slots", "4"));
        var person = await rig.AddPersonAsync();
        var first = await rig.SendAsync(person, "one");
        var failing = await Stage.NextAsync();
        var second = await rig.SendAsync(person, "two", first.ConversationId);
        var elsewhere = await rig.SendAsync(person, "elsewhere");

        // The other conversation was sent last and runs first.
        Assert.Contains("elsewhere", (await Stage.NextAsync()).Prompt);
        Assert.Equal(ReplyStatus.Queued, (await rig.ReadAsync(second.ReplyId)).Status);
        await rig.Commands.StopAsync(person, elsewhere.ReplyId, Ct);
        failing.Refuse(400);

        var next = await Stage.NextAsync();
        Assert.Contains("two", next.Prompt);
        await next.FinishAsync("done");
        await rig.ReachesAsync(second.ReplyId, ReplyStatus.Complete);
        Assert.Equal(ReplyError.Refused, (await rig.ReadAsync(first.ReplyId)).Error);
    }

    private static async Task<Conversation> ConversationAsync(ReplyRig rig, Guid id)
    {
        await using var db = await rig.OpenAsync();
        return await db.Conversations.AsNoTracking().SingleAsync(conversation => conversation.Id == id, Ct);
    }

    private static async Task<List<Guid>> PathAsync(ReplyRig rig, Guid conversation)
    {
        await using var db = await rig.OpenAsync();
        return await db.Messages.Where(message => message.ConversationId == conversation && message.OnPath).OrderBy(message => message.Depth).Select(message => message.Id).ToListAsync(Ct);
    }
}
