using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Journeys;

public sealed class RestartJourneys(TestRun run) : Journey(run)
{
    [Journey]
    public async Task AReplyCutByACrashKeepsItsTextAndCanBeRetried()
    {
        ProvokesALostServer();
        var world = await OwnWorldAsync();
        var person = await PersonAsync(world);
        var chat = new ChatScreen(person.Page);
        await chat.BeginAsync("tokens=20 gate=middle@10");
        await chat.Reply(0).ShowsAsync("word10");

        world.App.Kill();
        await world.App.StartAsync(Ct);

        await chat.Reply(0).FailedAsAsync("Interrupted");
        await chat.Reply(0).ShowsAsync("word1");
        await world.Model.OpenGateAsync("middle", Ct);
        await chat.Reply(0).Retry.ClickAsync();
        await chat.Replies.Last.Locator(".message-body").GetByText(Words.First(20)).WaitForAsync();
        Assert.Equal(2, (await world.Model.CallsAsync("middle", Ct)).Length);
    }

    [Journey]
    public async Task AReplyThatWaitedThroughACrashIsAnswered()
    {
        ProvokesALostServer();
        var world = await OwnWorldAsync(slots: 1);
        var person = await PersonAsync(world);
        var (running, waiting) = (new ChatScreen(person.Page), new ChatScreen(await person.Context.NewPageAsync()));
        await running.BeginAsync("gate=first@1");
        await running.Reply(0).HasStatusAsync("streaming");
        await waiting.BeginAsync("tokens=9 waited");
        await waiting.Reply(0).StandsAtAsync(1);

        world.App.Kill();
        await world.App.StartAsync(Ct);

        await waiting.Reply(0).HasStatusAsync("complete");
        await waiting.Reply(0).IsExactlyAsync(Words.First(9));
        Assert.Single(await world.Model.CallsAsync("waited", Ct));
    }

    [Journey]
    public async Task AskedToEndTheAppEndsInTimeWithAPageOpenAndAReplyRunning()
    {
        ProvokesALostServer();
        var world = await OwnWorldAsync();
        var person = await PersonAsync(world);
        var chat = new ChatScreen(person.Page);
        await chat.BeginAsync("gate=held@1");
        await chat.Reply(0).HasStatusAsync("streaming");

        world.App.Process.Terminate();

        Assert.True(await world.App.Process.ExitedWithinAsync(TimeSpan.FromSeconds(20), Ct), "The app did not end within 20 s.");
        Assert.Equal(0, world.App.Process.ExitCode);
        await world.App.StartAsync(Ct);
        await chat.Reply(0).FailedAsAsync("Interrupted");
        await Expect(chat.Reply(0).Retry).ToBeVisibleAsync();
    }

    [Journey]
    public async Task FiveOpenTabsComeBackFromARestartWithoutAClick()
    {
        ProvokesALostServer();
        var world = await OwnWorldAsync(slots: 1);
        var person = await PersonAsync(world);
        while (person.Context.Pages.Count < 5)
            await person.Context.NewPageAsync();
        ChatScreen[] tabs = [.. person.Context.Pages.Select(page => new ChatScreen(page))];
        var (writing, read, unsent, live, waiting) = (tabs[0], tabs[1], tabs[2], tabs[3], tabs[4]);
        await writing.OpenAsync();
        await read.BeginAsync("tokens=3");
        await unsent.BeginAsync("tokens=3");
        await unsent.Reply(0).HasStatusAsync("complete");
        await live.BeginAsync("tokens=20 gate=held@10");
        await live.Reply(0).IsExactlyAsync(Words.First(10));
        await waiting.BeginAsync("tokens=9 waited");
        await waiting.Reply(0).StandsAtAsync(1);
        await writing.Composer.FillAsync("half a thought");
        await read.Composer.FillAsync("another half");
        foreach (var tab in tabs)
        {
            await tab.IsLiveAsync();
            await tab.MarkDocumentAsync();
        }

        world.App.Kill();
        await unsent.SendAsync("tokens=4 written without a server");
        await Expect(unsent.Outbox).ToHaveAttributeAsync("data-status", "waiting");
        await world.App.StartAsync(Ct);

        foreach (var tab in tabs)
        {
            await Expect(tab.MarkedDocument).ToHaveCountAsync(0);
            await tab.IsLiveAsync();
        }
        await Expect(writing.Composer).ToHaveValueAsync("half a thought");
        await Expect(read.Composer).ToHaveValueAsync("another half");
        await read.Reply(0).IsExactlyAsync(Words.First(3));
        await live.Reply(0).FailedAsAsync("Interrupted");
        await live.Reply(0).ShowsAsync("word1");
        await waiting.Reply(0).HasStatusAsync("complete");
        await waiting.Reply(0).IsExactlyAsync(Words.First(9));
        await unsent.Reply(1).IsExactlyAsync(Words.First(4));
        await Expect(unsent.Mine).ToHaveCountAsync(2);
        await Expect(unsent.Outbox).ToHaveCountAsync(0);
        foreach (var once in new[] { "held", "waited", "written without a server" })
            Assert.Single(await world.Model.CallsAsync(once, Ct));
    }
}
