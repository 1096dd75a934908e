using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Journeys;

public sealed class AdminJourneys(TestRun run) : Journey(run)
{
    [Journey]
    public async Task AnAdminSeesTheLineLiveAndMovesRequeuesAndCancelsInIt()
    {
        var world = await OwnWorldAsync(slots: 1);
        var (admin, ann, bob) = (await PersonAsync(world), await PersonAsync(world), await PersonAsync(world));
        var (now, line) = (new AdminScreen(admin.Page), new AdminScreen(await admin.Context.NewPageAsync()));
        var (annFirst, annSecond, bobs) = (new ChatScreen(ann.Page), new ChatScreen(await ann.Context.NewPageAsync()), new ChatScreen(bob.Page));
        await now.OpenAsync("/admin");
        await line.OpenAsync("/admin/line");
        await now.ShowsAsync("workers-total", 1, "fake");

        await annFirst.BeginAsync("gate=first@0");
        await now.ShowsAsync("processing", 1);
        await bobs.BeginAsync("gate=second@1");
        await annSecond.BeginAsync("gate=third@1");
        await annSecond.Reply(0).StandsAtAsync(2);
        await now.ShowsAsync("queued", 2, "fake");
        await Expect(line.Rows).ToHaveCountAsync(3);

        await AdminScreen.PressAsync(line.Row(ann.Email, "queued"), "To the front");
        await annSecond.Reply(0).StandsAtAsync(1);
        await bobs.Reply(0).StandsAtAsync(2);

        // Taken up without a word yet, it goes back, and what was moved to the front is next.
        await AdminScreen.PressAsync(line.Row(ann.Email, "processing"), "Requeue");
        await annSecond.Reply(0).HasStatusAsync("streaming");
        await annFirst.Reply(0).HasStatusAsync("queued");
        await now.ShowsAsync("streaming", 1);

        await AdminScreen.PressAsync(line.Row(ann.Email, "streaming"), "Cancel");
        await AdminScreen.PressAsync(line.Row(ann.Email, "streaming"), "Yes");
        await annSecond.Reply(0).HasStatusAsync("stopped");
        await now.ShowsAsync("stopped-1h", 1, "fake");

        var state = line.Filter("State");
        await state.SelectOptionAsync("Thinking");
        await Expect(line.Rows).ToHaveCountAsync(0);
        await state.SelectOptionAsync("Any");
        await line.PressAsync(bob.Email);
        await Expect(line.Rows).ToHaveCountAsync(1);
        await line.PressAsync($"Cancel all of {bob.Email}");
        await line.PressAsync("Yes");
        await bobs.Reply(0).HasStatusAsync("stopped");
        await world.Model.OpenGateAsync("first", Ct);
        await annFirst.Reply(0).HasStatusAsync("complete");
        await now.ShowsAsync("completed-1h", 1);
        await now.ShowsAsync("queued", 0);

        // The job engine's pages bear the name in the same letters, and lead back.
        var letters = await now.LettersAsync();
        await now.FollowAsync("Job engine");
        await Expect(now.Brand).ToHaveTextAsync("ChatApp job engine");
        await Expect(admin.Page).ToHaveTitleAsync("Overview – ChatApp job engine");
        Assert.Equal(letters, await now.LettersAsync());
        await now.FollowAsync("Back to site");
        await now.ShowsAsync("completed-1h", 1);
    }

    [Journey]
    public async Task SwitchesReachEveryOpenPage()
    {
        var world = await OwnWorldAsync(slots: 1);
        var (admin, ann, bob) = (await PersonAsync(world), await PersonAsync(world), await PersonAsync(world));
        var now = new AdminScreen(admin.Page);
        var (anns, annSecond, bobs) = (new ChatScreen(ann.Page), new ChatScreen(await ann.Context.NewPageAsync()), new ChatScreen(bob.Page));
        await anns.BeginAsync("gate=first@1");
        await bobs.BeginAsync("gate=second@1");
        await annSecond.BeginAsync("tokens=3");
        await bobs.Reply(0).StandsAtAsync(1);
        await annSecond.Reply(0).StandsAtAsync(2);
        await now.OpenAsync("/admin");

        // Those who wait see a slot come and go where they are; nobody loads a page again.
        await now.SetSlotsAsync("fake", 2);
        await bobs.Reply(0).HasStatusAsync("streaming", withinSeconds: 2);
        await annSecond.Reply(0).StandsAtAsync(1);
        await now.SetSlotsAsync("fake", 1);
        await now.ShowsAsync("workers-total", 1, "fake");
        await world.Model.OpenGateAsync("second", Ct);
        await bobs.Reply(0).HasStatusAsync("complete");
        await now.ShowsAsync("workers-busy", 1);
        await annSecond.Reply(0).StandsAtAsync(1);

        await now.PressAsync("Pause fake");
        await Expect(annSecond.Reply(0).Place).ToContainTextAsync("Paused by an admin");
        await now.PressAsync("Resume fake");
        await Expect(annSecond.Reply(0).Place).Not.ToContainTextAsync("Paused by an admin");

        await now.PressAsync("Drain all");
        await Expect(bob.Page.GetByText("ChatApp is about to be updated. Replies that run finish")).ToBeVisibleAsync();
        await world.Model.OpenGateAsync("first", Ct);
        await anns.Reply(0).HasStatusAsync("complete");
        await now.ShowsAsync("workers-busy", 0);
        await now.ShowsAsync("queued", 1);
        await now.PressAsync("Open the line again");
        await annSecond.Reply(0).HasStatusAsync("complete");

        await now.SetSlotsAsync("fake", 3);
        await now.ShowsAsync("workers-total", 3, "fake");
        await admin.Page.GetByLabel("Announcement on every page").FillAsync("Tea at four");
        await now.PressAsync("Announce");
        await Expect(bob.Page.GetByText("Tea at four")).ToBeVisibleAsync();
        await now.PressAsync("Take it away");
        await Expect(bob.Page.GetByText("Tea at four")).ToHaveCountAsync(0);

        await now.PressAsync("Close registration");
        await Expect(now.Notice).ToHaveTextAsync("Registration is closed.");
        var stranger = await VisitorAsync(world);
        await stranger.Page.GotoAsync("/register");
        await Expect(stranger.Page.GetByText("Registration is closed.")).ToBeVisibleAsync();
        await now.PressAsync("Open registration");
        await Expect(now.Notice).ToHaveTextAsync("Registration is open.");
    }

    [Journey]
    public async Task AModelIsTestedNamedAndKeptForAdminsOrForPeopleByName()
    {
        var world = await OwnWorldAsync(4, ("Models__Endpoints__0__Models", "fake,second"));
        var (admin, bob) = (await PersonAsync(world), await PersonAsync(world));
        var models = new AdminScreen(admin.Page);
        var chat = new ChatScreen(bob.Page);
        await chat.OpenAsync();
        await chat.IsLiveAsync();
        await models.OpenAsync("/admin/models");
        var item = admin.Page.Locator("[data-model='fake/fake']");

        await AdminScreen.PressAsync(item, "Test");
        await Expect(models.Notice).ToContainTextAsync("answered after");
        await Expect(chat.Model).ToHaveValueAsync("fake/fake");
        await models.PressAsync("Make default: fake/second");
        await Expect(chat.Model).ToHaveValueAsync("fake/second");
        await models.PressAsync("Leave it to the settings");
        await Expect(chat.Model).ToHaveValueAsync("fake/fake");
        await admin.Page.GetByLabel("Find a model").FillAsync("SECOND");
        await Expect(admin.Page.Locator("[data-model^='fake/']")).ToHaveCountAsync(1);
        await admin.Page.GetByLabel("Find a model").FillAsync("");
        await AdminScreen.PressAsync(item, "Change");
        await item.GetByLabel("Name in the picker").FillAsync("The quick one");
        await item.GetByLabel("Description").FillAsync("For short questions");
        await item.GetByLabel("Sees pictures").SelectOptionAsync("No");
        await AdminScreen.PressAsync(item, "Save");
        await Expect(chat.Model.Locator("option[data-blind][title='For short questions']").Filter(new() { HasText = "The quick one" })).ToHaveCountAsync(1);
        await AdminScreen.PressAsync(item, "Change");
        await item.GetByLabel("Sees pictures").SelectOptionAsync("As the settings say");
        await AdminScreen.PressAsync(item, "Save");
        await Expect(chat.Model.Locator("option:not([data-blind])").Filter(new() { HasText = "The quick one" })).ToHaveCountAsync(1);

        await AdminScreen.PressAsync(item, "Change");
        await item.GetByLabel("Who may use it").SelectOptionAsync("Admins");
        await AdminScreen.PressAsync(item, "Save");
        await Expect(chat.Model.Locator("option").Filter(new() { HasText = "The quick one" })).ToHaveCountAsync(0);

        await AdminScreen.PressAsync(item, "Change");
        await item.GetByLabel("Who may use it").SelectOptionAsync("These people");
        await item.GetByLabel("Their emails").FillAsync($"{bob.Email}\nnobody@example.com");
        await AdminScreen.PressAsync(item, "Save");
        await Expect(item.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Nobody here has the email nobody@example.com. Nothing was changed.");
        await item.GetByLabel("Their emails").FillAsync(bob.Email);
        await AdminScreen.PressAsync(item, "Save");
        await Expect(chat.Model.Locator("option").Filter(new() { HasText = "The quick one" })).ToHaveCountAsync(1);
    }

    [Journey]
    public async Task WhoIsNoAdminFindsNothingThere()
    {
        Provokes("status of 404");
        var world = await SharedWorldAsync();
        await PersonAsync(world);
        var person = await PersonAsync(world);
        var (page, history) = (person.Page, new HistoryScreen(person.Page));
        await page.GotoAsync("/admin/line");
        await new ChatScreen(page).MarkDocumentAsync();

        // The circuit answers, and it is still the same page.
        await history.Search.FillAsync("something");
        await Expect(page.GetByText("No title has these words.")).ToBeVisibleAsync();
        await Expect(new ChatScreen(page).MarkedDocument).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "There is nothing here" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading)).ToHaveCountAsync(1);
    }

    [Journey]
    public Task TheDashboardHoldsInLightAndOnAPhone() => HoldsAsync(ColorScheme.Light);

    [Journey]
    public Task TheDashboardHoldsInDarkAndOnAPhone() => HoldsAsync(ColorScheme.Dark);

    private async Task HoldsAsync(ColorScheme scheme)
    {
        var world = await OwnWorldAsync(slots: 1);
        var admin = await PersonAsync(world, context => context.ColorScheme = scheme);
        var chat = new ChatScreen(admin.Page);
        await chat.BeginAsync("gate=first@1");
        await chat.Reply(0).HasStatusAsync("streaming");
        await new ChatScreen(await admin.Context.NewPageAsync()).BeginAsync("waits");
        var findings = new List<string>();
        foreach (var path in new[] { "/admin", "/admin#tables", "/admin/line", "/admin/models", "/admin/people", "/admin/audit", "/admin/usage" })
        {
            await admin.Page.SetViewportSizeAsync(1280, 800);
            await new AdminScreen(admin.Page).OpenAsync(path);
            if (path.EndsWith("#tables", StringComparison.Ordinal))
            {
                await new AdminScreen(admin.Page).PressAsync("As tables");
                await Expect(admin.Page.Locator(".charts table").First).ToBeVisibleAsync();
            }
            var result = await admin.Page.RunAxe(new AxeRunOptions());
            findings.AddRange(result.Violations.Select(v => $"{path}: {v.Id} ({v.Help}): {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"));
            await admin.Page.SetViewportSizeAsync(360, 740);
            Assert.Equal(360, await admin.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        }
        Assert.Empty(findings);
    }
}
