using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Journeys;

public sealed class NoScriptJourneys(TestRun run) : Journey(run)
{
    [Journey]
    public async Task WithoutJavaScriptOneLogsInAndReads()
    {
        var world = await SharedWorldAsync();
        var writer = await PersonAsync(world);
        var written = new ChatScreen(writer.Page);
        await written.BeginAsync("say=Worth_reading");
        await written.Reply(0).HasStatusAsync("complete");
        var reader = await VisitorAsync(world, context => context.JavaScriptEnabled = false);
        var chat = new ChatScreen(reader.Page);

        await reader.Page.GotoAsync(writer.Page.Url);
        await new LoginScreen(reader.Page).LogInAsync(writer.Email, writer.Password);

        await Expect(reader.Page).ToHaveURLAsync(writer.Page.Url);
        await chat.Reply(0).IsExactlyAsync("Worth reading");
        await Expect(chat.NoScriptNotice).ToBeVisibleAsync();
    }
}
