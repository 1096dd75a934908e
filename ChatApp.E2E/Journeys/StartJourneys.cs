using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Journeys;

public sealed class StartJourneys(TestRun run) : Journey(run)
{
    [Journey]
    public async Task APublishedAppStartsAndSaysThatItLives()
    {
        var world = await SharedWorldAsync();
        using var http = new HttpClient { BaseAddress = world.App.Address };

        Assert.Equal(200, (int)(await http.GetAsync(new Uri("health/live", UriKind.Relative), Ct)).StatusCode);
        Assert.Equal(200, (int)(await http.GetAsync(new Uri("health/ready", UriKind.Relative), Ct)).StatusCode);
    }

    [Journey]
    public async Task WhoeverIsNotLoggedInIsAskedToLogIn()
    {
        var visitor = await VisitorAsync(await SharedWorldAsync());

        await visitor.Page.GotoAsync("/");

        await Expect(visitor.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/login"));
        await Expect(new LoginScreen(visitor.Page).LogIn).ToBeVisibleAsync();
    }
}
