using System.Collections;
using ChatApp.LanguageModels;
using CsCheck;
using Microsoft.Extensions.AI;

namespace ChatApp.Tests.LanguageModels;

[EveryDatabase]
public sealed class ContextWindowTests
{
    private const int Context = 1_000;
    private static readonly ContextWindow Window = new();

    private static readonly Gen<List<ChatMessage>> Conversations = Gen.Select(
        Gen.Bool,
        Gen.Int[0, 400].Array[1, 30],
        (system, sizes) => (List<ChatMessage>)
        [
            .. system ? [Message(ChatRole.System, 20)] : Array.Empty<ChatMessage>(),
            .. sizes.Select((size, i) => Message(i % 2 == 0 ? ChatRole.User : ChatRole.Assistant, size)),
        ]);

    [Fact]
    public void WhatFitsIsLeftAlone()
    {
        List<ChatMessage> messages = [Message(ChatRole.System, 10), Message(ChatRole.User, 10), Message(ChatRole.Assistant, 10), Message(ChatRole.User, 10)];

        Assert.Equal((messages, 0), Window.Fit(messages, Context));
    }

    [Fact]
    public void TheOldestTurnGoesFirst()
    {
        List<ChatMessage> messages =
        [
            Message(ChatRole.System, 10),
            Message(ChatRole.User, 300), Message(ChatRole.Assistant, 300),
            Message(ChatRole.User, 100), Message(ChatRole.Assistant, 100),
            Message(ChatRole.User, 10),
        ];

        var (sent, leftOut) = Window.Fit(messages, Context);

        Assert.Equal(2, leftOut);
        Assert.Equal([messages[0], .. messages[3..]], sent);
    }

    [Fact]
    public void SystemPromptAndLastMessageStayEvenWhenTheyAloneAreTooLong()
    {
        List<ChatMessage> messages = [Message(ChatRole.System, 2_000), Message(ChatRole.User, 1), Message(ChatRole.Assistant, 1), Message(ChatRole.User, 5_000)];

        var (sent, leftOut) = Window.Fit(messages, Context);

        Assert.Equal([messages[0], messages[3]], sent);
        Assert.Equal(2, leftOut);
    }

    [Fact]
    public void WhatIsSentIsTheEndOfTheConversationBeginningWithAPersonAndLeavesRoomForTheReply() => Conversations.Sample(messages =>
    {
        var (sent, leftOut) = Window.Fit(messages, Context);
        var lead = messages[0].Role == ChatRole.System ? 1 : 0;
        var turns = sent.Skip(lead).ToList();

        Assert.Equal(messages.Count, sent.Count + leftOut);
        Assert.Same(messages[0].Role == ChatRole.System ? messages[0] : turns[0], sent[0]);
        Assert.Equal(messages.Skip(messages.Count - turns.Count), turns);
        Assert.True(turns.Count == 1 || turns[0].Role == ChatRole.User);
        Assert.True(turns.Count == 1 || sent.Sum(message => Window.CountTokens(message.Text)) <= Context * 3 / 4);
    }, iter: 200);

    [Fact]
    public void NoTurnThatWouldFitIsLeftOut() => Conversations.Sample(messages =>
    {
        var (sent, leftOut) = Window.Fit(messages, Context);
        var lead = messages[0].Role == ChatRole.System ? 1 : 0;
        if (leftOut < 2)
            return;

        var turn = messages.Skip(lead + leftOut - 2).Take(2).ToList();
        if (turn[0].Role == ChatRole.User)
            Assert.True(sent.Concat(turn).Sum(message => Window.CountTokens(message.Text) + 4) > Context * 3 / 4);
    }, iter: 200);

    [Fact]
    public void TenThousandLongMessagesCostOnlyWhatIsSent()
    {
        var messages = new Watched([.. Enumerable.Range(0, 10_001).Select(i => Message(i % 2 == 0 ? ChatRole.User : ChatRole.Assistant, 1_000))]);

        var (sent, leftOut) = Window.Fit(messages, 32_000);

        Assert.Equal(27, sent.Count);
        Assert.Equal(10_001 - 27, leftOut);
        Assert.True(messages.Oldest >= 10_001 - 29, $"Message {messages.Oldest} was looked at.");
    }

    [Fact]
    public void TokensAreCountedAndLongRunsWithoutSpacesAreCheap()
    {
        Assert.Equal(0, Window.CountTokens(""));
        Assert.Equal(2, Window.CountTokens("Hello world"));
        Assert.InRange(Window.CountTokens(new string('x', 200_000)), 1_000, 200_000);
        Assert.InRange(Window.CountTokens("\ud83d"), 1, 5);
    }

    private static ChatMessage Message(ChatRole role, int words) => new(role, string.Concat(Enumerable.Repeat(" word", words)));

    /// <summary>Remembers the oldest message that was looked at by itself; the first may always be.</summary>
    private sealed class Watched(List<ChatMessage> messages) : IReadOnlyList<ChatMessage>
    {
        public int Oldest { get; private set; } = int.MaxValue;
        public int Count => messages.Count;

        public ChatMessage this[int index]
        {
            get
            {
                Oldest = index == 0 ? Oldest : Math.Min(Oldest, index);
                return messages[index];
            }
        }

        public IEnumerator<ChatMessage> GetEnumerator() => messages.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
