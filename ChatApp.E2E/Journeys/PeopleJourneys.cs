using System.Text.RegularExpressions;
using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Journeys;

public sealed partial class PeopleJourneys(TestRun run) : Journey(run)
{
    [Journey]
    public async Task AnAdminLocksPromotesAndDeletesAPersonWhoseOpenPageFollows()
    {
        Provokes("Failed to load resource");
        Provokes("WebSocket");
        Provokes("Connection disconnected");
        var world = await OwnWorldAsync();
        var (admin, ann) = (await PersonAsync(world), await PersonAsync(world));
        var people = new AdminScreen(admin.Page);
        var chat = new ChatScreen(ann.Page);
        await chat.OpenAsync();
        await chat.IsLiveAsync();
        await people.OpenAsync("/admin/people");
        // Counted once the page is live.
        await Expect(admin.Page.Locator("dd").First).ToHaveTextAsync("0");
        await admin.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search by email" }).FillAsync(ann.Email);
        var entry = admin.Page.GetByRole(AriaRole.List, new() { Name = "People" }).GetByRole(AriaRole.Listitem).Filter(new() { HasText = ann.Email });
        await Expect(entry).ToHaveCountAsync(1);
        await AdminScreen.PressAsync(entry, "Manage");

        await DoAsync(entry, "Lock");
        await Expect(ann.Page).ToHaveURLAsync(Login(), new() { Timeout = 8_000 });
        await new LoginScreen(ann.Page).LogInAsync(ann.Email, ann.Password);
        await Expect(new LoginScreen(ann.Page).Alert).ToHaveTextAsync("Email or password is wrong.");
        await AdminScreen.PressAsync(entry, "Unlock");
        await Expect(entry.GetByRole(AriaRole.Button, new() { Name = "Lock", Exact = true })).ToBeVisibleAsync();

        await entry.GetByLabel("Replies at once").FillAsync("2");
        await entry.GetByLabel("Priority").SelectOptionAsync("Low: after everybody else");
        await AdminScreen.PressAsync(entry, "Save");
        await Expect(entry.GetByText("Saved.")).ToBeVisibleAsync();

        await AdminScreen.PressAsync(entry, "Reset password");
        var link = await entry.GetByLabel($"For {ann.Email}").InputValueAsync();
        await ann.Page.GotoAsync(link);
        await ann.Page.GetByLabel("Password", new() { Exact = true }).FillAsync("another long and lonely one");
        await ann.Page.GetByLabel("Confirm password").FillAsync("another long and lonely one");
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Set password" }).ClickAsync();
        await Expect(ann.Page.GetByText("The new password is set.")).ToBeVisibleAsync();
        await ann.LogInAsync(ann.Email, "another long and lonely one");

        await DoAsync(entry, "Make admin");
        // A change of role ends every log-in, so the next one has to come after it.
        await Expect(entry.GetByRole(AriaRole.Button, new() { Name = "Remove admin role", Exact = true })).ToBeVisibleAsync();
        await ann.LogInAsync(ann.Email, "another long and lonely one");
        await new AdminScreen(ann.Page).OpenAsync("/admin");
        await DoAsync(entry, "Remove admin role");
        await Expect(ann.Page).ToHaveURLAsync(Login(), new() { Timeout = 8_000 });

        await ann.LogInAsync(ann.Email, "another long and lonely one");
        await chat.OpenAsync();
        await chat.IsLiveAsync();
        await DoAsync(entry, "Sign out everywhere");
        await Expect(ann.Page).ToHaveURLAsync(Login(), new() { Timeout = 8_000 });

        await DoAsync(entry, "Delete");
        await Expect(admin.Page.GetByText($"{ann.Email} is deleted.")).ToBeVisibleAsync();
        await new LoginScreen(ann.Page).LogInAsync(ann.Email, "another long and lonely one");
        await Expect(new LoginScreen(ann.Page).Alert).ToHaveTextAsync("Email or password is wrong.");

        await people.OpenAsync("/admin/audit");
        await Expect(admin.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = ann.Email })).ToHaveCountAsync(8);
        var file = await admin.Page.RunAndWaitForDownloadAsync(() => admin.Page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync());
        Assert.Contains($"person.delete,{ann.Email}", await File.ReadAllTextAsync(await file.PathAsync(), Ct), StringComparison.Ordinal);
    }

    private static async Task DoAsync(ILocator entry, string act)
    {
        await entry.GetByRole(AriaRole.Button, new() { Name = act, Exact = true }).ClickAsync();
        await entry.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = act, Exact = true }).ClickAsync();
    }

    [GeneratedRegex("/login")]
    private static partial Regex Login();
}
