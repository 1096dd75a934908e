using System.Text.RegularExpressions;
using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Journeys;

public sealed partial class HistoryJourneys(TestRun run) : Journey(run)
{
    private const string Title = "A short title";

    [Journey]
    public async Task ANewTitleShowsInEveryTabAndStays()
    {
        var (visitor, history, chat) = await WithOneConversationAsync();
        var tab = await visitor.Context.NewPageAsync();
        await new ChatScreen(tab).OpenAsync();
        await new ChatScreen(tab).IsLiveAsync();

        await history.RenameAsync(Title, "My own title");

        await Expect(history.Conversation("My own title")).ToBeVisibleAsync();
        await Expect(new HistoryScreen(tab).Conversation("My own title")).ToBeVisibleAsync();
        await chat.ReloadAsync();
        await Expect(history.Conversation("My own title")).ToBeVisibleAsync();
    }

    [Journey]
    public async Task ADeletedConversationComesBackWithUndo()
    {
        var (visitor, history, chat) = await WithOneConversationAsync();
        var address = visitor.Page.Url;

        await history.DeleteAsync(Title);
        await Expect(history.Conversation(Title)).ToHaveCountAsync(0);
        await Expect(visitor.Page).ToHaveURLAsync(Home());
        await history.Undo.ClickAsync();

        await Expect(history.Conversation(Title)).ToBeVisibleAsync();
        await visitor.Page.GotoAsync(address);
        await chat.Reply(0).IsExactlyAsync(Words.First(3));
    }

    [Journey]
    public async Task ADeletedConversationIsGone()
    {
        Provokes("status of 404");
        var (visitor, history, _) = await WithOneConversationAsync();
        var address = visitor.Page.Url;

        await history.DeleteAsync(Title);
        await Expect(history.Conversation(Title)).ToHaveCountAsync(0);

        Assert.Equal(404, (await visitor.Page.GotoAsync(address))!.Status);
    }

    [Journey]
    public async Task SomeoneElsesConversationLooksLikeNone()
    {
        Provokes("status of 404");
        var (owner, _, _) = await WithOneConversationAsync();
        var other = await PersonAsync(await SharedWorldAsync());

        var theirs = await other.Page.GotoAsync(owner.Page.Url);
        var words = await other.Page.Locator("main").InnerTextAsync();
        var none = await other.Page.GotoAsync("/c/00000000-0000-7000-8000-000000000001");

        Assert.Equal(404, theirs!.Status);
        Assert.Equal(404, none!.Status);
        Assert.Equal(words, await other.Page.Locator("main").InnerTextAsync());
    }

    [Journey]
    public async Task ConversationsOpenFromTheHistoryWithoutANewDocument()
    {
        var (visitor, history, chat) = await WithOneConversationAsync();
        await history.NewChat.ClickAsync();
        await Expect(visitor.Page).ToHaveURLAsync(Home());
        await visitor.Page.EvaluateAsync("() => window.sameDocument = true");

        await history.Conversation(Title).ClickAsync();

        await chat.Reply(0).IsExactlyAsync(Words.First(3));
        Assert.True(await visitor.Page.EvaluateAsync<bool>("() => window.sameDocument === true"));
    }

    private async Task<(Visitor Visitor, HistoryScreen History, ChatScreen Chat)> WithOneConversationAsync()
    {
        var visitor = await PersonAsync(await SharedWorldAsync());
        var chat = new ChatScreen(visitor.Page);
        var history = new HistoryScreen(visitor.Page);
        await chat.BeginAsync("tokens=3");
        await chat.Reply(0).HasStatusAsync("complete");
        await Expect(history.Conversation(Title)).ToBeVisibleAsync();
        // Until then links load documents.
        await chat.IsLiveAsync();
        return (visitor, history, chat);
    }

    [GeneratedRegex("^http://[^/]+/$")]
    private static partial Regex Home();
}
