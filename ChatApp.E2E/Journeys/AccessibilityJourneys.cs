using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Journeys;

public sealed class AccessibilityJourneys(TestRun run) : Journey(run)
{
    private readonly List<string> findings = [];

    [Journey]
    public Task TheScreensBeforeTheLogInHoldInLight() => AnonymousScreensAsync(ColorScheme.Light);

    [Journey]
    public Task TheScreensBeforeTheLogInHoldInDark() => AnonymousScreensAsync(ColorScheme.Dark);

    [Journey]
    public Task TheScreensOfAPersonHoldInLight() => ScreensOfAPersonAsync(ColorScheme.Light);

    [Journey]
    public Task TheScreensOfAPersonHoldInDark() => ScreensOfAPersonAsync(ColorScheme.Dark);

    [Journey]
    public Task TheScreensWithFilesHoldInLight() => ScreensWithFilesAsync(ColorScheme.Light);

    [Journey]
    public Task TheScreensWithFilesHoldInDark() => ScreensWithFilesAsync(ColorScheme.Dark);

    private async Task ScreensWithFilesAsync(ColorScheme scheme)
    {
        var person = await PersonAsync(await SharedWorldAsync(), context => context.ColorScheme = scheme);
        var chat = new ChatScreen(person.Page);
        await chat.OpenAsync();
        var files = new FilesPart(person.Page);
        await files.PickAsync(("graph.png", SampleFiles.Png(320, 200, 20, 160, 90)), ("notes.txt", SampleFiles.Text(500)), ("cut.png", SampleFiles.Png(90, 90, 1, 2, 3)[..60]), ("IMG.heic", [1]));
        await files.HasStateAsync("graph.png", "ready");
        await Expect(files.Chip("cut.png").GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await HoldsAsync(person.Page, "attached files");
        await files.RemoveAsync("cut.png");
        await chat.SendAsync("tokens=2");
        await chat.Written(0).File("graph.png").ClickAsync();
        await Expect(new ViewerPart(person.Page).Picture).ToBeVisibleAsync();
        await HoldsAsync(person.Page, "viewer");
        await person.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(new ViewerPart(person.Page).Text).ToContainTextAsync("the value of line 1");
        await HoldsAsync(person.Page, "viewer with a text");
        await person.Page.Keyboard.PressAsync("Escape");

        await person.Page.GotoAsync("/account/files");
        await HoldsAsync(person.Page, "/account/files");
        Assert.Empty(findings);
    }

    private async Task AnonymousScreensAsync(ColorScheme scheme)
    {
        var visitor = await VisitorAsync(await SharedWorldAsync(), context => context.ColorScheme = scheme);
        foreach (var path in new[] { "/login", "/register" })
        {
            await visitor.Page.GotoAsync(path);
            await HoldsAsync(visitor.Page, path);
        }
        await visitor.Page.GotoAsync("/login");
        await new LoginScreen(visitor.Page).LogInAsync("nobody@example.com", "not the password");
        await Expect(new LoginScreen(visitor.Page).Alert).ToBeVisibleAsync();
        await HoldsAsync(visitor.Page, "/login after a failure");
        Assert.Empty(findings);
    }

    private async Task ScreensOfAPersonAsync(ColorScheme scheme)
    {
        Provokes("status of 404");
        var world = await OwnWorldAsync(slots: 1);
        var person = await PersonAsync(world, context => context.ColorScheme = scheme);
        var chat = new ChatScreen(person.Page);

        await chat.OpenAsync();
        await chat.IsLiveAsync();
        await HoldsAsync(person.Page, "empty chat");

        await chat.BeginAsync("kind=sample");
        await chat.Reply(0).HasStatusAsync("complete");
        await chat.SendAsync("tokens=8 fail=cut@3");
        await chat.Reply(1).FailedAsAsync("Interrupted");
        await chat.SendAsync("tokens=8 gate=running@3");
        await chat.Reply(2).HasStatusAsync("streaming");
        await chat.SendAsync("waits");
        await chat.Reply(3).HasStatusAsync("queued");
        await HoldsAsync(person.Page, "conversation");

        await person.Page.Locator("body").ClickAsync(new() { Position = new() { X = 640, Y = 5 } });
        await person.Page.Keyboard.PressAsync("?");
        await Expect(person.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await HoldsAsync(person.Page, "help");

        await person.Page.GotoAsync("/account");
        await HoldsAsync(person.Page, "/account");
        await person.Page.GotoAsync("/nowhere");
        await HoldsAsync(person.Page, "not found");
        Assert.Empty(findings);
    }

    private async Task HoldsAsync(IPage page, string where)
    {
        var result = await page.RunAxe(new AxeRunOptions());
        findings.AddRange(result.Violations.Select(v => $"{where}: {v.Id} ({v.Help}): {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"));
    }
}
