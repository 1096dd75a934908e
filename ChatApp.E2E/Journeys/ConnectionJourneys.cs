using ChatApp.E2E.Connections;
using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Journeys;

public sealed class ConnectionJourneys(TestRun run) : Journey(run)
{
    [Journey]
    public async Task ALineBrokenForASecondAtAnyStageCostsNeitherAWordNorAClickNorTheDocument()
    {
        ProvokesALostServer();
        var world = await SharedWorldAsync();
        await using var line = new BreakableLine(world.App.Address);
        var person = await PersonAsync(world, address: line.Address);

        foreach (var (_, runAsync) in Outage.Stages)
            await runAsync(new Outage(world, line, person.Page, TimeSpan.FromSeconds(1), forgotten: false, Ct));
    }

    [Journey]
    public async Task APageThatTheServerHasForgottenIsLoadedAgainByItselfWithItsDraftAndItsLiveReply()
    {
        ProvokesALostServer();
        var world = await OwnWorldAsync(settings: ("Connections__Retention", "00:00:01"));
        await using var line = new BreakableLine(world.App.Address);
        var person = await PersonAsync(world, address: line.Address);

        await new Outage(world, line, person.Page, TimeSpan.FromSeconds(2), forgotten: true, Ct).WhileTypingAsync();
        await new Outage(world, line, person.Page, TimeSpan.FromSeconds(2), forgotten: true, Ct).InTheMiddleAsync();
    }

    [Journey]
    public async Task APageThatIsConnectedWithoutItsCircuitIsLoadedAgain()
    {
        ProvokesALostServer();
        var world = await SharedWorldAsync();
        await using var line = new BreakableLine(world.App.Address);
        var person = await PersonAsync(world, address: line.Address);
        var chat = new ChatScreen(person.Page);
        await chat.OpenAsync();
        await chat.IsLiveAsync();

        // So Blazor answers when an attempt before this one got a connection, and no answer on it.
        await person.Page.EvaluateAsync("Blazor.reconnect = async () => true");
        line.Break();
        await Expect(chat.ConnectionNotice).Not.ToBeEmptyAsync();
        line.Mend();

        await Expect(chat.ConnectionNotice).ToBeEmptyAsync();
        await chat.SendAsync("tokens=3");
        await chat.Reply(0).IsExactlyAsync(Words.First(3));
    }
}
