using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Screens;

internal sealed class HistoryScreen(IPage page)
{
    public ILocator Navigation => page.GetByRole(AriaRole.Navigation, new() { Name = "Conversations", Exact = true });

    /// <summary>Opens and closes the drawer on a phone.</summary>
    public ILocator Toggle => page.GetByRole(AriaRole.Button, new() { Name = "History", Exact = true });

    public ILocator NewChat => Navigation.GetByRole(AriaRole.Link, new() { Name = "New chat" });

    public ILocator Search => Navigation.GetByRole(AriaRole.Searchbox, new() { Name = "Search conversations" });

    public ILocator Account => page.GetByRole(AriaRole.Button, new() { Name = "Account", Exact = true });

    public ILocator LogOut => page.GetByRole(AriaRole.Button, new() { Name = "Log out", Exact = true });

    public ILocator Undo => page.GetByRole(AriaRole.Button, new() { Name = "Undo" });

    public ILocator Conversation(string title) => Navigation.GetByRole(AriaRole.Link, new() { Name = title, Exact = true });

    public async Task RenameAsync(string title, string newTitle)
    {
        await ChooseAsync(title, "Rename");
        var box = page.GetByRole(AriaRole.Textbox, new() { Name = "New title" });
        await box.FillAsync(newTitle);
        await box.PressAsync("Enter");
    }

    public Task DeleteAsync(string title) => ChooseAsync(title, "Delete");

    public async Task LogOutAsync()
    {
        await Account.ClickAsync();
        await LogOut.ClickAsync();
    }

    private async Task ChooseAsync(string title, string command)
    {
        var entry = Navigation.GetByRole(AriaRole.Listitem).Filter(new() { Has = page.GetByRole(AriaRole.Link, new() { Name = title, Exact = true }) });
        await Expect(Conversation(title)).ToBeVisibleAsync();
        await entry.GetByRole(AriaRole.Button, new() { Name = "Conversation options" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = command }).ClickAsync();
    }
}
