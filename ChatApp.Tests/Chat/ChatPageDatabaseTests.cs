using Bunit;
using ChatApp.Chat;
using ChatApp.Replies;
using ChatApp.Resilience;
using ChatApp.Tests.Resilience;

namespace ChatApp.Tests.Chat;

[EveryDatabase]
public sealed class ChatPageDatabaseTests : UnavailableDatabaseTests
{
    [Fact]
    public async Task AConversationAppearsOnceTheDatabaseIsBack()
    {
        var (first, second) = (await AddConversationAsync("First", "one"), await AddConversationAsync("Second", "two"));
        var page = Open(first);
        page.WaitForAssertion(() => Assert.Equal(["one"], Texts(page)));

        MakeUnavailable();
        page.Render(parameters => parameters.Add(it => it.ConversationId, second));

        Assert.Empty(Texts(page));
        Assert.Contains("as soon as the database answers", page.Markup, StringComparison.Ordinal);
        Assert.Equal($"{second}", page.Find("chat-composer").GetAttribute("data-conversation"));
        await ReachesAsync(DatabaseState.ReadingFails);
        await MakeAvailableAsync();
        page.WaitForAssertion(() => Assert.Equal(["two"], Texts(page)));
        await ReachesAsync(DatabaseState.Available);
        Assert.Equal("Second", page.Find("h1").TextContent);
    }

    [Fact]
    public async Task APageThatIsLeftWhileItCannotBeReadDoesNotComeLater()
    {
        var (first, second) = (await AddConversationAsync("First", "one"), await AddConversationAsync("Second", "two"));
        MakeUnavailable();
        var page = Open(first);
        page.Render(parameters => parameters.Add(it => it.ConversationId, second));
        page.Render(parameters => parameters.Add(it => it.ConversationId, null));
        await ReachesAsync(DatabaseState.Available);
        Assert.Equal("New chat", page.Find("h1").TextContent);

        await MakeAvailableAsync();
        page.Render(parameters => parameters.Add(it => it.ConversationId, second));
        page.WaitForAssertion(() => Assert.Equal(["two"], Texts(page)));
    }

    [Fact]
    public async Task WhatChangedMeanwhileIsCaughtUpWith()
    {
        var conversation = await AddConversationAsync("Talk", "one");
        var page = Open(conversation);
        page.WaitForAssertion(() => Assert.Equal(["one"], Texts(page)));
        await AddMessageAsync(conversation, "two");

        MakeUnavailable();
        Tell(ChangeKind.Messages, conversation);
        await ReachesAsync(DatabaseState.ReadingFails);
        Assert.Equal(["one"], Texts(page));

        await MakeAvailableAsync();
        page.WaitForAssertion(() => Assert.Equal(["one", "two"], Texts(page)));
        await ReachesAsync(DatabaseState.Available);
    }

    [Fact]
    public async Task OlderMessagesComeOnceTheDatabaseIsBack()
    {
        var texts = Enumerable.Range(0, 60).Select(number => $"{number}");
        var conversation = await AddConversationAsync("Talk", [.. texts]);
        var page = Open(conversation);
        page.WaitForAssertion(() => Assert.Equal(50, Texts(page).Count));

        MakeUnavailable();
        page.Find("button.older").Click();
        page.WaitForAssertion(() => Assert.Equal("Loading…", page.Find("button.older").TextContent.Trim()));

        await MakeAvailableAsync();
        page.WaitForAssertion(() => Assert.Equal(60, Texts(page).Count));
    }

    private IRenderedComponent<ChatPage> Open(Guid conversation) =>
        Page.Render<ChatPage>(parameters => parameters.Add(it => it.ConversationId, conversation));

    private static List<string> Texts(IRenderedComponent<ChatPage> page) =>
        [.. page.FindAll(".bubble").Select(bubble => bubble.TextContent)];
}
