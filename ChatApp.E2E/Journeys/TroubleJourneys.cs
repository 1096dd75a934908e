using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Journeys;

public sealed class TroubleJourneys(TestRun run) : Journey(run)
{
    [Journey]
    public async Task AReplyCutByTheModelSaysSoAndRetryBringsAWholeOne()
    {
        var person = await PersonAsync(await SharedWorldAsync());
        var chat = new ChatScreen(person.Page);

        await chat.BeginAsync($"{Words.Unique("cut")} tokens=8 fail=cut@3 times=1");
        await chat.Reply(0).FailedAsAsync("Interrupted");
        await chat.Reply(0).ShowsAsync(Words.First(3));
        await chat.Reply(0).Retry.ClickAsync();

        await Expect(chat.Replies.Last).ToHaveAttributeAsync("data-status", "complete");
        await Expect(chat.Replies.Last.Locator(".message-body")).ToHaveTextAsync(Words.First(8));
    }

    [Journey]
    public async Task AModelThatFailsBeforeItsFirstWordIsAskedAgainOnRetry()
    {
        var world = await SharedWorldAsync();
        var person = await PersonAsync(world);
        var chat = new ChatScreen(person.Page);
        var name = Words.Unique("fails");

        // Three times inside one claim; then it is for the person to say.
        await chat.BeginAsync($"{name} tokens=8 fail=500 times=3");
        await chat.Reply(0).FailedAsAsync("Unreachable");
        await chat.Reply(0).Retry.ClickAsync();

        await chat.Reply(0).HasStatusAsync("complete");
        await chat.Reply(0).IsExactlyAsync(Words.First(8));
        await Expect(chat.Replies).ToHaveCountAsync(1);
        Assert.Equal(4, (await world.Model.CallsAsync(name, Ct)).Length);
    }

    [Journey]
    public async Task AModelThatIsAwayIsTriedAgain()
    {
        var person = await PersonAsync(await SharedWorldAsync());
        var chat = new ChatScreen(person.Page);

        await chat.BeginAsync($"{Words.Unique("away")} tokens=8 fail=503 times=1");

        await chat.Reply(0).HasStatusAsync("complete");
        await chat.Reply(0).IsExactlyAsync(Words.First(8));
    }

    [Journey]
    public async Task AMessageWrittenWithoutConnectionIsSentOnceWhenItIsBack()
    {
        Provokes("net::ERR_INTERNET_DISCONNECTED");
        Provokes("WebSocket");
        var world = await SharedWorldAsync();
        var person = await PersonAsync(world);
        var chat = new ChatScreen(person.Page);
        var name = Words.Unique("offline");
        await chat.BeginAsync("tokens=3");
        await chat.Reply(0).HasStatusAsync("complete");

        await person.Context.SetOfflineAsync(true);
        await chat.SendAsync($"{name} tokens=4");
        await Expect(chat.Outbox).ToHaveAttributeAsync("data-status", "waiting");
        await person.Context.SetOfflineAsync(false);

        await Expect(chat.Mine.Nth(1)).ToContainTextAsync(name);
        await chat.Reply(1).HasStatusAsync("complete");
        await Expect(chat.Outbox).ToHaveCountAsync(0);
        await Expect(chat.Mine).ToHaveCountAsync(2);
        Assert.Single(await world.Model.CallsAsync(name, Ct));
    }

    [Journey]
    public async Task WithoutWebSocketsLongPollingCarriesTheReply()
    {
        Provokes("Failed to start the transport 'WebSockets'");
        var world = await SharedWorldAsync();
        var person = await PersonAsync(world);
        await person.Context.AddInitScriptAsync("delete window.WebSocket");
        var chat = new ChatScreen(person.Page);
        var gate = Words.Unique("gate");

        await chat.BeginAsync($"tokens=20 gate={gate}@10");
        await chat.Reply(0).IsExactlyAsync(Words.First(10));
        await world.Model.OpenGateAsync(gate, Ct);

        await chat.Reply(0).HasStatusAsync("complete");
        await chat.Reply(0).IsExactlyAsync(Words.First(20));
    }

    [Journey]
    public async Task PagesOutliveADatabaseThatIsAwayAndShowTheNewestStateAfterwards()
    {
        // Sends and first loads are refused while it is away.
        Provokes("status of 503");
        var world = await OwnWorldAsync();
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

        var database = Path.Combine(world.App.DataFolder, "chatapp.db");
        File.Move(database, database + ".away");
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
        File.Move(database + ".away", database);

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
