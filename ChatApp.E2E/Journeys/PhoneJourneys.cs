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

    [Journey]
    public async Task On360PixelsFilesAreAttachedAndLookedAt()
    {
        var person = await PersonAsync(await SharedWorldAsync(), context =>
        {
            context.ViewportSize = new() { Width = 360, Height = 740 };
            context.HasTouch = true;
            context.IsMobile = true;
        });
        var (chat, files, viewer) = (new ChatScreen(person.Page), new FilesPart(person.Page), new ViewerPart(person.Page));
        await chat.OpenAsync();
        var name = string.Concat(Enumerable.Repeat("a very long name ", 8)) + ".txt";
        await files.PickAsync(("graph.png", SampleFiles.Png(640, 400, 20, 160, 90)), (name, SampleFiles.Text(500)), ("IMG.heic", [1]));
        await files.HasStateAsync("graph.png", "ready");
        await files.HasStateAsync("a very long name", "ready");
        await FitsAsync(person.Page);
        await Expect(chat.Send).ToBeInViewportAsync();

        await chat.SendAsync("tokens=3");
        await chat.Reply(0).HasStatusAsync("complete");
        await FitsAsync(person.Page);
        await chat.Written(0).File("graph.png").TapAsync();
        await Expect(viewer.Picture).ToBeInViewportAsync(new() { Ratio = 1 });
        await viewer.Button("Next file").TapAsync();
        await Expect(viewer.Text).ToContainTextAsync("the value of line 1");
        await FitsAsync(person.Page);
        await Expect(viewer.Button("Close")).ToBeInViewportAsync();
        await viewer.Button("Close").TapAsync();
        await Expect(viewer.Dialog).ToBeHiddenAsync();
        await person.Page.GotoAsync("/account/files");
        await FitsAsync(person.Page);
    }

    private static async Task FitsAsync(IPage page) =>
        Assert.Equal(360, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
}
