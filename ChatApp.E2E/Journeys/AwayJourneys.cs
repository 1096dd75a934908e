using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Journeys;

public sealed class AwayJourneys(TestRun run) : Journey(run)
{
    private const string Title = "A short title · ChatApp";

    // A headless page is never hidden, and has no system to show notifications: both are played here, and the clock is moved by hand.
    private const string Away = """
        window.away = false; window.later = 0; window.told = []; window.asked = 0;
        Object.defineProperty(document, 'hidden', { get: () => window.away });
        const now = performance.now.bind(performance);
        performance.now = () => now() + window.later;
        window.Notification = class {
            static permission = 'default';
            static async requestPermission() { window.asked++; return this.permission = 'granted'; }
            constructor(title, { body }) { window.told.push(`${title}: ${body}`); }
            close() {}
        };
        """;

    [Journey]
    public async Task AnAnswerThatComesWhileNobodyLooksIsToldAndWhoLooksAgainKnowsIt()
    {
        var world = await SharedWorldAsync();
        var person = await PersonAsync(world);
        await person.Context.AddInitScriptAsync(Away);
        var (page, chat) = (person.Page, new ChatScreen(person.Page));
        var (first, second, third) = (Words.Unique("first-"), Words.Unique("second-"), Words.Unique("third-"));

        await chat.BeginAsync($"gate={first}@0");
        await chat.Reply(0).HasStatusAsync("processing");
        await page.EvaluateAsync("later += 20000");
        await Expect(page.GetByText("Answers can take a while here")).ToBeHiddenAsync();
        await world.Model.OpenGateAsync(first, Ct);
        await chat.Reply(0).HasStatusAsync("complete");
        Assert.Equal(0, await page.EvaluateAsync<int>("asked"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Tell me" }).ClickAsync();
        await Expect(page.GetByText("Answers can take a while here")).ToBeHiddenAsync();
        Assert.Equal(1, await page.EvaluateAsync<int>("asked"));
        await Expect(page).ToHaveTitleAsync(Title);
        var icon = await IconAsync(page);

        await chat.SendAsync($"gate={second}@0");
        await chat.Reply(1).HasStatusAsync("processing");
        await page.EvaluateAsync("away = true");
        await world.Model.OpenGateAsync(second, Ct);
        await Expect(page).ToHaveTitleAsync($"(1) {Title}");
        Assert.Equal(["ChatApp: Your answer is ready."], await page.EvaluateAsync<string[]>("told"));
        Assert.NotEqual(icon, await IconAsync(page));

        var elsewhere = new ChatScreen(await person.Context.NewPageAsync());
        await elsewhere.BeginAsync($"gate={third}@0");
        await elsewhere.OpenAsync();
        await world.Model.OpenGateAsync(third, Ct);
        await Expect(page).ToHaveTitleAsync($"(2) {Title}");

        await page.EvaluateAsync("away = false; document.dispatchEvent(new Event('visibilitychange'))");
        await Expect(page).ToHaveTitleAsync(Title);
        Assert.Equal(icon, await IconAsync(page));
        await page.GetByRole(AriaRole.Link, new() { Name = "New chat", Exact = true }).ClickAsync();
        await Expect(page).ToHaveTitleAsync("New chat · ChatApp");
    }

    [Journey]
    public async Task StepsThatArriveTogetherAreOneAnswer()
    {
        var person = await PersonAsync(await SharedWorldAsync());
        await person.Context.AddInitScriptAsync(Away);
        var (page, chat) = (person.Page, new ChatScreen(person.Page));
        await chat.BeginAsync("tokens=2");
        await chat.Reply(0).HasStatusAsync("complete");
        await chat.IsLiveAsync();
        await Expect(page).ToHaveTitleAsync(Title);

        // As a throttled page gets them.
        await page.EvaluateAsync("""
            async () => {
              away = true;
              const { dataset } = document.querySelector('article[data-role=assistant]');
              dataset.status = 'queued';
              await new Promise(resolve => setTimeout(resolve));
              for (const status of ['processing', 'streaming', 'complete']) dataset.status = status;
              await new Promise(resolve => setTimeout(resolve));
            }
            """);

        Assert.Equal($"(1) {Title}", await page.TitleAsync());
    }

    private static Task<string?> IconAsync(IPage page) => page.Locator("link[rel=icon]").GetAttributeAsync("href");
}
