using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Journeys;

public sealed class DraftJourneys(TestRun run) : Journey(run)
{
    [Journey]
    public async Task AnUnsentTextSurvivesAReload()
    {
        var person = await PersonAsync(await SharedWorldAsync());
        var chat = new ChatScreen(person.Page);
        await chat.OpenAsync();
        await chat.Composer.FillAsync("half a thought");

        await person.Page.ReloadAsync();

        await chat.IsLiveAsync();
        await Expect(chat.Composer).ToHaveValueAsync("half a thought");
    }

    [Journey]
    public async Task EachConversationKeepsItsOwnDraft()
    {
        var person = await PersonAsync(await SharedWorldAsync());
        var chat = new ChatScreen(person.Page);
        await chat.BeginAsync("tokens=2");
        await chat.Composer.FillAsync("for this conversation");

        await new HistoryScreen(person.Page).NewChat.ClickAsync();
        await Expect(chat.Composer).ToHaveValueAsync("");
        await chat.Composer.FillAsync("for a new one");
        await person.Page.GoBackAsync();

        await Expect(chat.Composer).ToHaveValueAsync("for this conversation");
    }

    [Journey]
    public async Task WhoSearchesWhileANewChatGetsItsConversationGoesOnSearching()
    {
        var page = (await PersonAsync(await SharedWorldAsync())).Page;
        var (chat, history, answer) = (new ChatScreen(page), new HistoryScreen(page), new TaskCompletionSource());
        await page.RouteAsync("**/api/chat/message", async route =>
        {
            await answer.Task;
            await route.ContinueAsync();
        });
        await chat.OpenAsync();
        await chat.IsLiveAsync();
        await chat.SendAsync("tokens=2");
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("per");

        answer.SetResult();
        await Expect(page).ToHaveURLAsync(ChatScreen.ConversationAddress());
        await chat.Reply(0).HasStatusAsync("complete");

        await page.Keyboard.TypeAsync("haps");
        await Expect(history.Search).ToHaveValueAsync("perhaps");
        await Expect(chat.Composer).ToHaveValueAsync("");
    }
}
