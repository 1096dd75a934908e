using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Journeys;

public sealed class OfflineJourneys(TestRun run) : Journey(run)
{
    [Journey]
    public async Task WithoutAServerThereIsAPageToWriteOnAndItsWordsArriveOnce()
    {
        Provokes("Failed to load resource");
        Provokes("WebSocket");
        Provokes("Connection disconnected");
        Provokes("Failed to fetch");
        var world = await OwnWorldAsync();
        var person = await PersonAsync(world, options => options.ServiceWorkers = ServiceWorkerPolicy.Allow);
        var (page, chat) = (person.Page, new ChatScreen(person.Page));
        var (secret, later) = (Words.Unique("secret-"), Words.Unique("later-"));
        await chat.BeginAsync($"tokens=3 {secret}");
        await chat.Reply(0).HasStatusAsync("complete");
        await page.EvaluateAsync("navigator.serviceWorker.ready");
        await page.WaitForFunctionAsync("navigator.serviceWorker.controller !== null");
        await chat.Composer.FillAsync("half a thought");
        var address = page.Url;

        world.App.Kill();
        await page.GotoAsync(address);

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "ChatApp cannot be reached" })).ToBeVisibleAsync();
        await Expect(chat.Composer).ToHaveValueAsync("half a thought");
        Assert.Empty((await page.RunAxe()).Violations);
        await chat.Composer.FillAsync($"tokens=4 {later}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send when connected" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Listitem)).ToHaveTextAsync([$"tokens=4 {later}"]);
        await chat.Composer.FillAsync("and more");
        Assert.False(await page.EvaluateAsync<bool>(KeptAnywhere, secret), "The service worker kept words of a conversation.");

        await world.App.StartAsync(Ct);

        await chat.IsLiveAsync();
        await Expect(page).ToHaveURLAsync(address);
        await chat.Reply(1).HasStatusAsync("complete");
        await Expect(chat.Composer).ToHaveValueAsync("and more");
        await Expect(chat.Outbox).ToHaveCountAsync(0);
        Assert.Single(await world.Model.CallsAsync(later, Ct));
    }

    private const string KeptAnywhere = """
        async secret => {
            for (const name of await caches.keys())
                for (const request of await (await caches.open(name)).keys()) {
                    const answer = await (await caches.open(name)).match(request);
                    if (/\/(c|api)\//.test(request.url) || (await answer.text()).includes(secret)) return true;
                }
            return false;
        }
        """;
}
