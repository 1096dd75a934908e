using System.Text.RegularExpressions;
using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Journeys;

public sealed partial class TabJourneys(TestRun run) : Journey(run)
{
    private readonly string gate = Words.Unique("gate");

    [Journey]
    public async Task ADuplicatedNewChatBecomesAConversationOfItsOwn()
    {
        var person = await PersonAsync(await SharedWorldAsync());
        var first = new ChatScreen(person.Page);
        await first.OpenAsync();
        await first.IsLiveAsync();
        var copy = await DuplicateAsync(person.Page);
        var second = new ChatScreen(copy);
        await second.IsLiveAsync();
        await second.Composer.FillAsync("tokens=4");

        await first.SendAsync("tokens=3");
        await first.Reply(0).HasStatusAsync("complete");
        await second.Send.ClickAsync();

        await Expect(copy).ToHaveURLAsync(ChatScreen.ConversationAddress());
        await second.Reply(0).IsExactlyAsync(Words.First(4));
        await first.Reply(0).IsExactlyAsync(Words.First(3));
        Assert.NotEqual(person.Page.Url, copy.Url);
    }

    [Journey]
    public async Task BackForwardReloadAndADuplicateShowTheDraftAndTheLiveReply()
    {
        var world = await SharedWorldAsync();
        var person = await PersonAsync(world);
        var (page, chat) = (person.Page, new ChatScreen(person.Page));
        await chat.BeginAsync("tokens=3");
        await chat.IsLiveAsync();
        await chat.Composer.FillAsync("for the first");
        await new HistoryScreen(page).NewChat.ClickAsync();
        await Expect(chat.Composer).ToHaveValueAsync("");
        await chat.SendAsync($"tokens=20 gate={gate}@10");
        await ShowsTheLiveReplyAsync(chat, draft: "");
        await chat.Composer.FillAsync("for the second");

        await page.GoBackAsync();
        await page.GoBackAsync();
        await Expect(chat.Composer).ToHaveValueAsync("for the first");
        await page.GoForwardAsync();
        await page.GoForwardAsync();
        await ShowsTheLiveReplyAsync(chat, "for the second");
        await page.ReloadAsync();
        await ShowsTheLiveReplyAsync(chat, "for the second");
        var copy = new ChatScreen(await DuplicateAsync(page));
        await ShowsTheLiveReplyAsync(copy, "for the second");
        await world.Model.OpenGateAsync(gate, Ct);

        foreach (var tab in new[] { chat, copy })
        {
            await tab.Reply(0).HasStatusAsync("complete");
            await tab.Reply(0).IsExactlyAsync(Words.First(20));
        }
    }

    [Journey]
    public async Task TwoTabsSendAtOnceThenOneDeletesWhatTheOtherStreamsThenOneLogsOut()
    {
        var world = await SharedWorldAsync();
        var person = await PersonAsync(world);
        var (chat, other) = (new ChatScreen(person.Page), await person.Context.NewPageAsync());
        var (second, history) = (new ChatScreen(other), new HistoryScreen(other));
        await chat.BeginAsync("tokens=2");
        await second.OpenAsync(person.Page.Url);
        foreach (var tab in new[] { chat, second })
            await tab.IsLiveAsync();

        await Task.WhenAll(chat.SendAsync($"{gate}left tokens=3"), second.SendAsync($"{gate}right tokens=3"));
        foreach (var tab in new[] { chat, second })
        {
            await Expect(tab.Mine).ToHaveCountAsync(3);
            await tab.Reply(2).HasStatusAsync("complete");
            await Expect(tab.Outbox).ToHaveCountAsync(0);
        }
        var order = await chat.Mine.Locator(".message-body").AllInnerTextsAsync();
        Assert.Equal(order, await second.Mine.Locator(".message-body").AllInnerTextsAsync());
        Assert.Equal([$"{gate}left tokens=3", $"{gate}right tokens=3"], order.Skip(1).Order());
        Assert.Equal(2, (await world.Model.CallsAsync(gate, Ct)).Length);

        await chat.SendAsync($"gate={gate}deleted@5");
        await chat.Reply(3).IsExactlyAsync(Words.First(5));
        await history.DeleteAsync("A short title");
        await Expect(person.Page).ToHaveURLAsync("/");
        await Expect(chat.Replies).ToHaveCountAsync(0);
        await Poll.UntilAsync("the model's connection to be closed", TimeSpan.FromSeconds(10),
            async () => (await world.Model.CallsAsync($"{gate}deleted", Ct)).All(c => c.Ended == "client-left"), Ct);

        await chat.SendAsync($"tokens=20 gate={gate}left@10");
        await chat.Reply(0).IsExactlyAsync(Words.First(10));
        await history.LogOutAsync();
        await Expect(person.Page).ToHaveURLAsync(Login());
        await person.Page.WaitForLoadStateAsync();
        await world.Model.OpenGateAsync($"{gate}left", Ct);
        await Poll.UntilAsync("the reply to be written without a reader", TimeSpan.FromSeconds(10),
            async () => (await world.Model.CallsAsync($"gate={gate}left", Ct)).All(c => c.Ended == "complete"), Ct);
        await new LoginScreen(person.Page).LogInAsync(person.Email, person.Password);
        await chat.Reply(0).HasStatusAsync("complete");
        await chat.Reply(0).IsExactlyAsync(Words.First(20));
    }

    [Journey]
    public async Task ABrowserThatKeepsPagesForGoingBackKeepsNoneOfAnyonesConversation()
    {
        // Beside a picture that stands alone, the browser asks for one.
        Provokes("/favicon.ico");
        var world = await SharedWorldAsync();
        var person = await VisitorAsync(world, browser: await BrowserKeepingPagesAsync());
        await person.RegisterAsync();
        var (page, chat) = (person.Page, new ChatScreen(person.Page));
        await chat.OpenAsync();
        await page.GotoAsync("/icon.svg");
        await chat.MarkDocumentAsync();
        await chat.OpenAsync();
        // A kept page is not loaded again, so there is no end of that to wait for.
        await page.GoBackAsync(new() { WaitUntil = WaitUntilState.Commit });
        await Expect(page.Locator("svg[data-marked]")).ToHaveCountAsync(1);

        await chat.BeginAsync("tokens=3");
        await chat.IsLiveAsync();
        await chat.Composer.FillAsync("half a thought");
        await chat.MarkDocumentAsync();
        await page.GotoAsync("/account");
        await page.GoBackAsync();

        await chat.IsLiveAsync();
        await Expect(chat.MarkedDocument).ToHaveCountAsync(0);
        await chat.Reply(0).IsExactlyAsync(Words.First(3));
        await Expect(chat.Composer).ToHaveValueAsync("half a thought");
    }

    [Journey]
    public async Task TwoTabsThatWriteInTheSamePlaceBothKeepTheirWords()
    {
        var person = await PersonAsync(await SharedWorldAsync());
        var (first, second) = (new ChatScreen(person.Page), new ChatScreen(await person.Context.NewPageAsync()));
        await first.OpenAsync();
        await first.Composer.FillAsync("a thought");
        await first.IsKeptAsync("a thought");
        await second.OpenAsync();
        await Expect(second.Composer).ToHaveValueAsync("a thought");
        await first.Composer.FillAsync("first thought");
        await first.IsKeptAsync("first thought");
        await second.Composer.FillAsync("second thought");
        await second.IsKeptAsync("second thought");
        await first.IsKeptAsync("first thought");

        await first.ReloadAsync();
        await second.ReloadAsync();
        await Expect(first.Composer).ToHaveValueAsync("first thought");
        await Expect(second.Composer).ToHaveValueAsync("second thought");

        // The first tab goes; once its place is free, its words are there for whoever comes.
        await person.Page.CloseAsync();
        await second.SendAsync("tokens=2");
        await second.Reply(0).HasStatusAsync("complete");
        await second.OpenAsync();
        await Expect(second.Composer).ToHaveValueAsync("first thought");
        await second.SendAsync("tokens=3");
        await second.Reply(0).HasStatusAsync("complete");
        await second.OpenAsync();
        await Expect(second.Composer).ToHaveValueAsync("");
    }

    private static async Task ShowsTheLiveReplyAsync(ChatScreen chat, string draft)
    {
        await chat.Reply(0).HasStatusAsync("streaming");
        await chat.Reply(0).IsExactlyAsync(Words.First(10));
        await chat.IsLiveAsync();
        await Expect(chat.Composer).ToHaveValueAsync(draft);
    }

    /// <summary>A window opened by a page begins with a copy of what that tab keeps for itself, as a duplicated tab does.</summary>
    private static Task<IPage> DuplicateAsync(IPage page) => page.RunAndWaitForPopupAsync(() => page.EvaluateAsync("window.open(location.href)"));

    [GeneratedRegex("/login")]
    private static partial Regex Login();
}
