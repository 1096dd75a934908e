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
}
