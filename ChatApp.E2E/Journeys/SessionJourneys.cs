using System.Text.RegularExpressions;
using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Journeys;

public sealed partial class SessionJourneys(TestRun run) : Journey(run)
{
    [Journey]
    public async Task ALogOutReachesTheOtherTabsAndForgetsTheirDrafts()
    {
        var person = await PersonAsync(await SharedWorldAsync());
        var (chat, second) = (new ChatScreen(person.Page), await person.Context.NewPageAsync());
        await chat.OpenAsync();
        await chat.Composer.FillAsync("not for the next person");
        await new ChatScreen(second).OpenAsync();
        // The circuit's start would close the menu again.
        await new ChatScreen(second).IsLiveAsync();

        await new HistoryScreen(second).LogOutAsync();

        // Whichever tab comes to the log-in page first clears what this browser kept, by a script; nobody types faster than it loads.
        foreach (var page in person.Context.Pages)
        {
            await Expect(page).ToHaveURLAsync(Login());
            await page.WaitForLoadStateAsync();
        }
        await new LoginScreen(person.Page).LogInAsync(person.Email, person.Password);
        await chat.IsLiveAsync();
        await Expect(chat.Composer).ToHaveValueAsync("");
    }

    [Journey]
    public async Task ASessionEndedElsewhereLeadsToTheLogInAndKeepsTheTypedText()
    {
        Provokes("status of 401");
        Provokes("WebSocket");
        Provokes("Connection disconnected");
        var world = await SharedWorldAsync();
        var person = await PersonAsync(world);
        var chat = new ChatScreen(person.Page);
        await chat.OpenAsync();
        await chat.IsLiveAsync();
        await chat.Composer.FillAsync("half a thought");
        var elsewhere = await VisitorAsync(world);
        await elsewhere.LogInAsync(person.Email, person.Password);
        var account = new AccountScreen(elsewhere.Page);

        // The person's registration and log-in each made a session, and this browser has a third.
        await account.OpenAsync();
        while (await account.EndSession.CountAsync() is > 0 and var left)
        {
            await account.EndSession.First.ClickAsync();
            await Expect(account.EndSession).ToHaveCountAsync(left - 1);
        }

        await Expect(person.Page).ToHaveURLAsync(Login());
        await new LoginScreen(person.Page).LogInAsync(person.Email, person.Password);
        await chat.IsLiveAsync();
        await Expect(chat.Composer).ToHaveValueAsync("half a thought");
    }

    [Journey]
    public async Task AWrongPasswordAndAnUnknownPersonGetTheSameAnswer()
    {
        var world = await SharedWorldAsync();
        var person = await PersonAsync(world);
        var visitor = await VisitorAsync(world);
        var login = new LoginScreen(visitor.Page);

        await login.OpenAsync();
        await login.LogInAsync(person.Email, "not the password");
        await Expect(login.Alert).ToHaveTextAsync("Email or password is wrong.");
        await login.LogInAsync("nobody@example.com", person.Password);
        await Expect(login.Alert).ToHaveTextAsync("Email or password is wrong.");
    }

    [Journey]
    public async Task OneComesBackToWhereOneWasGoing()
    {
        var world = await SharedWorldAsync();
        var person = await PersonAsync(world);
        var written = new ChatScreen(person.Page);
        await written.BeginAsync("tokens=3");
        var visitor = await VisitorAsync(world);

        await visitor.Page.GotoAsync(person.Page.Url);
        await new LoginScreen(visitor.Page).LogInAsync(person.Email, person.Password);

        await Expect(visitor.Page).ToHaveURLAsync(person.Page.Url);
        await new ChatScreen(visitor.Page).Reply(0).IsExactlyAsync(Words.First(3));
    }

    [GeneratedRegex("/login")]
    private static partial Regex Login();
}
