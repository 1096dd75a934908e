using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Journeys;

/// <summary>The database goes away under open pages: a file that is elsewhere, a PostgreSQL that was stopped.</summary>
[EveryDatabase]
public sealed class DatabaseOutageJourneys(TestRun run) : Journey(run)
{
    [Journey]
    public async Task PagesOutliveADatabaseThatIsAwayAndShowTheNewestStateAfterwards()
    {
        // Sends and first loads are refused while it is away.
        Provokes("status of 503");
        var world = await WorldWithItsOwnDatabaseAsync();
        var person = await PersonAsync(world);
        var gate = Words.Unique("gate");
        var other = await person.BeginAsync("tokens=5", "Other");
        var (chat, history) = (new ChatScreen(person.Page), new HistoryScreen(person.Page));
        await chat.BeginAsync($"tokens=20 gate={gate}@10");
        await chat.Reply(0).IsExactlyAsync(Words.First(10));
        await chat.IsLiveAsync();
        var (moving, movingHistory) = await OpenAsync("/");
        var dashboard = new AdminScreen(await person.Context.NewPageAsync());
        await dashboard.OpenAsync("/admin/line");
        await Expect(dashboard.Row(person.Email, "streaming")).ToBeVisibleAsync();
        foreach (var page in person.Context.Pages)
            await new ChatScreen(page).MarkDocumentAsync();

        await world.Database.TakeAwayAsync(Ct);
        var away = TimeProvider.System.GetTimestamp();
        await world.Model.OpenGateAsync(gate, Ct);
        // What streams goes on; what has to be read waits.
        await chat.Reply(0).ShowsAsync(Words.First(20));
        await history.Search.FillAsync("Other");
        await Expect(chat.DatabaseNotice).ToBeVisibleAsync();
        await movingHistory.Conversation("Other").ClickAsync();
        await Expect(moving.DatabaseNotice).ToBeVisibleAsync();
        await moving.Composer.FillAsync("written meanwhile");
        await dashboard.TypeAsync("Model", "fake");
        await Expect(dashboard.DatabaseNotice).ToBeVisibleAsync();
        var late = await person.Context.NewPageAsync();
        Assert.Equal(503, (await late.GotoAsync($"/c/{other}"))!.Status);
        await movingHistory.DeleteAsync("Other");
        await Expect(moving.DatabaseNotice).ToContainTextAsync("Nothing was changed");
        await Poll.UntilAsync("15 s to pass", TimeSpan.FromSeconds(30),
            () => Task.FromResult(TimeProvider.System.GetElapsedTime(away) > TimeSpan.FromSeconds(15)), Ct);
        await Expect(chat.DatabaseNotice).ToBeVisibleAsync();
        await world.Database.BringBackAsync(Ct);

        await chat.Reply(0).HasStatusAsync("complete");
        await chat.Reply(0).IsExactlyAsync(Words.First(20));
        await Expect(history.Conversation("Other")).ToBeVisibleAsync();
        await Expect(history.Navigation.GetByRole(Microsoft.Playwright.AriaRole.Listitem)).ToHaveCountAsync(1);
        await moving.Reply(0).IsExactlyAsync(Words.First(5));
        await Expect(moving.Composer).ToHaveValueAsync("written meanwhile");
        await Expect(dashboard.Rows).ToHaveCountAsync(0);
        await new ChatScreen(late).Reply(0).IsExactlyAsync(Words.First(5));
        await Expect(chat.DatabaseNotice).ToHaveCountAsync(0);
        await Expect(moving.DatabaseNotice).ToHaveCountAsync(0);
        await Expect(dashboard.DatabaseNotice).ToHaveCountAsync(0);
        foreach (var page in person.Context.Pages.Where(page => page != late))
            await Expect(new ChatScreen(page).MarkedDocument).ToHaveCountAsync(1);
        // The circuits live: what one does still reaches them.
        await movingHistory.RenameAsync("Other", "Renamed");
        await Expect(movingHistory.Conversation("Renamed")).ToBeVisibleAsync();
        await dashboard.FollowAsync("People");
        await Expect(dashboard.DatabaseNotice).ToHaveCountAsync(0);

        async Task<(ChatScreen Chat, HistoryScreen History)> OpenAsync(string address)
        {
            var page = await person.Context.NewPageAsync();
            var screen = new ChatScreen(page);
            await screen.OpenAsync(address);
            await screen.IsLiveAsync();
            return (screen, new HistoryScreen(page));
        }
    }
}
