using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Journeys;

[EveryDatabase]
public sealed class FirstReplyJourneys(TestRun run) : Journey(run)
{
    [Journey]
    public async Task SomeoneRegistersWritesAndReadsTheFirstReply()
    {
        var visitor = await VisitorAsync(await SharedWorldAsync());
        var chat = new ChatScreen(visitor.Page);

        await visitor.Page.GotoAsync("/");
        await new LoginScreen(visitor.Page).CreateAccount.ClickAsync();
        await new RegisterScreen(visitor.Page).RegisterAsync(visitor.Email, visitor.Password);
        await chat.SendAsync("Please greet me: say=Hello_from_the_model.");

        await chat.Reply(0).HasStatusAsync("complete");
        await chat.Reply(0).IsExactlyAsync("Hello from the model.");
        await Expect(chat.Mine.First).ToContainTextAsync("Please greet me");
        await Expect(visitor.Page).ToHaveURLAsync(ChatScreen.ConversationAddress());
        await Expect(new HistoryScreen(visitor.Page).Conversation("A short title")).ToBeVisibleAsync();
    }

    [Journey]
    public async Task WithoutAModelServerTheGuideAnswers()
    {
        var visitor = await PersonAsync(await OwnWorldAsync(slots: 0));
        var chat = new ChatScreen(visitor.Page);

        await chat.BeginAsync("How do I connect a model?");

        await chat.Reply(0).HasStatusAsync("complete");
        await chat.Reply(0).ShowsAsync("No model is connected");
    }

    [Journey]
    public async Task APageIsNeverEmptyWhileItsCircuitStarts()
    {
        var visitor = await PersonAsync(await SharedWorldAsync());
        var chat = new ChatScreen(visitor.Page);
        await chat.BeginAsync("tokens=7");
        await chat.Reply(0).HasStatusAsync("complete");
        await visitor.Page.AddInitScriptAsync("""
            const look = () => {
              const shown = document.querySelectorAll('article[data-message-id], .list a').length;
              globalThis.most = Math.max(globalThis.most ?? 0, shown);
              if (shown < globalThis.most) globalThis.wasEmptier = true;
              requestAnimationFrame(look);
            };
            look();
            """);

        for (var start = 0; start < 5; start++)
        {
            await chat.ReloadAsync();
            // A frame more, for what the circuit's first drawing has changed.
            Assert.True(await visitor.Page.EvaluateAsync<bool>("new Promise(done => requestAnimationFrame(() => setTimeout(() => done(globalThis.most > 2 && !globalThis.wasEmptier))))"));
        }
    }

    [Journey]
    public async Task AConversationIsThereAgainAfterAReload()
    {
        var visitor = await PersonAsync(await SharedWorldAsync());
        var chat = new ChatScreen(visitor.Page);
        await chat.BeginAsync("tokens=7");
        await chat.Reply(0).HasStatusAsync("complete");

        await visitor.Page.ReloadAsync();

        await chat.Reply(0).IsExactlyAsync(Words.First(7));
        await Expect(chat.Mine).ToHaveCountAsync(1);
    }
}
