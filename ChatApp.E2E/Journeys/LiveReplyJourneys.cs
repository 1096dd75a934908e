using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Journeys;

[EveryDatabase]
public sealed class LiveReplyJourneys(TestRun run) : Journey(run)
{
    private readonly string gate = Words.Unique("gate");

    [Journey]
    public async Task AReloadInTheMiddleOfAReplyLosesNothing()
    {
        var (world, visitor, chat) = await HeldAtWordTenAsync();

        await visitor.Page.ReloadAsync();
        await chat.Reply(0).HasStatusAsync("streaming");
        await chat.Reply(0).IsExactlyAsync(Words.First(10));
        await world.Model.OpenGateAsync(gate, Ct);

        await chat.Reply(0).HasStatusAsync("complete");
        await chat.Reply(0).IsExactlyAsync(Words.First(20));
    }

    [Journey]
    public async Task ASecondTabSeesTheSameLiveTextAndItsEnd()
    {
        var (world, visitor, chat) = await HeldAtWordTenAsync();
        var tab = await visitor.Context.NewPageAsync();
        var second = new ChatScreen(tab);

        await second.OpenAsync(visitor.Page.Url);
        await second.Reply(0).HasStatusAsync("streaming");
        await second.Reply(0).IsExactlyAsync(Words.First(10));
        await world.Model.OpenGateAsync(gate, Ct);

        foreach (var reply in new[] { chat.Reply(0), second.Reply(0) })
        {
            await reply.HasStatusAsync("complete");
            await reply.IsExactlyAsync(Words.First(20));
        }
    }

    [Journey]
    public async Task StopKeepsTheTextSoFarAndLeavesTheModel()
    {
        var (world, _, chat) = await HeldAtWordTenAsync();

        await chat.Stop.ClickAsync();

        await chat.Reply(0).HasStatusAsync("stopped");
        await chat.Reply(0).IsExactlyAsync(Words.First(10));
        await Expect(chat.Stop).ToBeHiddenAsync();
        await Poll.UntilAsync("the model's connection to be closed", TimeSpan.FromSeconds(10),
            async () => (await world.Model.CallsAsync(gate, Ct)).All(c => c.Ended == "client-left"), Ct);
    }

    [Journey]
    public async Task AReplyGoesOnWhenEveryTabIsClosed()
    {
        var (world, visitor, chat) = await HeldAtWordTenAsync();
        var address = visitor.Page.Url;
        var id = await chat.Reply(0).Article.GetAttributeAsync("data-message-id");

        await visitor.Page.CloseAsync();
        await world.Model.OpenGateAsync(gate, Ct);
        await Poll.UntilAsync("the reply to end", TimeSpan.FromSeconds(20),
            async () => (await visitor.GetAsync($"/api/chat/message/{id}")).GetProperty("status").GetString() == "complete", Ct);

        var again = new ChatScreen(await visitor.Context.NewPageAsync());
        await again.OpenAsync(address);
        await again.Reply(0).IsExactlyAsync(Words.First(20));
    }

    [Journey]
    public async Task AScreenReaderHearsEachStateOnceAndTheFinishedWordsNeverTheTokens()
    {
        var world = await SharedWorldAsync();
        var visitor = await PersonAsync(world);
        var chat = new ChatScreen(visitor.Page);
        await chat.OpenAsync();
        await chat.IsLiveAsync();
        await chat.Voice.EvaluateAsync("voice => { window.heard = []; new MutationObserver(() => heard.push(voice.textContent)).observe(voice, { childList: true }); }");

        await chat.SendAsync($"tokens=20 gate={gate}@0");
        await chat.Reply(0).HasStatusAsync("processing");
        await world.Model.OpenGateAsync(gate, Ct);
        var finished = $"The answer is complete: {Words.First(20)}";
        await Expect(chat.Voice).ToHaveTextAsync(finished);

        // A state that was over before it could be heard may go unsaid; nothing else is said, and nothing twice.
        string[] states = ["The model is thinking", "The answer begins"];
        var heard = await visitor.Page.EvaluateAsync<string[]>("heard.filter(words => words)");
        Assert.Equal([.. states.Intersect(heard), finished], heard);
    }

    private async Task<(World World, Visitor Visitor, ChatScreen Chat)> HeldAtWordTenAsync()
    {
        var world = await SharedWorldAsync();
        var visitor = await PersonAsync(world);
        var chat = new ChatScreen(visitor.Page);
        await chat.BeginAsync($"tokens=20 gate={gate}@10");
        await world.Model.ReachedAsync(gate, Ct);
        await chat.Reply(0).HasStatusAsync("streaming");
        await chat.Reply(0).IsExactlyAsync(Words.First(10));
        return (world, visitor, chat);
    }
}
