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
}
