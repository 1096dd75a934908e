using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Journeys;

public sealed class PhoneJourneys(TestRun run) : Journey(run)
{
    [Journey]
    public async Task On360PixelsNothingSticksOutAndTheHistoryIsADrawer()
    {
        var person = await PersonAsync(await SharedWorldAsync(), context =>
        {
            context.ViewportSize = new() { Width = 360, Height = 740 };
            context.HasTouch = true;
            context.IsMobile = true;
        });
        var chat = new ChatScreen(person.Page);
        var history = new HistoryScreen(person.Page);

        await chat.BeginAsync("kind=sample");
        await chat.Reply(0).HasStatusAsync("complete");
        await FitsAsync(person.Page);
        await Expect(history.NewChat).Not.ToBeInViewportAsync();

        await chat.IsLiveAsync();
        await history.Toggle.TapAsync();
        await Expect(history.NewChat).ToBeInViewportAsync();
        await FitsAsync(person.Page);
        await history.NewChat.TapAsync();

        await Expect(person.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/$"));
        await Expect(history.NewChat).Not.ToBeInViewportAsync();
        await Expect(chat.Composer).ToBeInViewportAsync();
        await person.Page.GotoAsync("/account");
        await FitsAsync(person.Page);
    }

    private static async Task FitsAsync(IPage page) =>
        Assert.Equal(360, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
}
