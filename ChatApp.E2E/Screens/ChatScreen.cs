using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Screens;

internal sealed partial class ChatScreen(IPage page)
{
    public ILocator Composer => page.GetByRole(AriaRole.Textbox, new() { Name = "Message", Exact = true });

    public ILocator Send => page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true });

    public ILocator Stop => page.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true });

    public ILocator Model => page.GetByLabel("Model", new() { Exact = true });

    public ILocator Replies => page.Locator("article[data-message-id][data-role=assistant]");

    public ILocator Mine => page.Locator("article[data-message-id][data-role=user]");

    // Playwright reads no text inside noscript, so this one is found by its place.
    public ILocator NoScriptNotice => page.Locator("noscript > p");

    /// <summary>Why the composer did not send.</summary>
    public ILocator Refusal => page.Locator("chat-composer [data-problem]");

    /// <summary>Empty while there is a connection.</summary>
    public ILocator ConnectionNotice => page.Locator("reconnect-notice");

    /// <summary>Seen while the database does not answer.</summary>
    public ILocator DatabaseNotice =>
        page.GetByRole(AriaRole.Status).Filter(new() { HasText = "database is not answering" });

    /// <summary>There until the page is loaded again.</summary>
    public ILocator MarkedDocument => page.Locator("html[data-marked]");

    /// <summary>What a screen reader was told last.</summary>
    public ILocator Voice => page.Locator("#announcer[role=status]");

    public ILocator Outbox => page.Locator("[data-outbox-id]");

    public MessagePart Reply(int number) => new(Replies.Nth(number));

    public MessagePart Written(int number) => new(Mine.Nth(number));

    public async Task OpenAsync(string address = "/")
    {
        await page.GotoAsync(address);
        await IsReadyAsync();
    }

    /// <summary>The composer's script has taken over.</summary>
    public Task IsReadyAsync() => Expect(page.Locator("chat-composer[data-ready]")).ToBeVisibleAsync();

    public async Task SendAsync(string text)
    {
        await IsReadyAsync();
        await Composer.FillAsync(text);
        await Send.ClickAsync();
    }

    /// <summary>Opens one's own message for editing, changes it and sends it.</summary>
    public async Task EditAsync(int number, string text)
    {
        var message = Mine.Nth(number);
        await message.GetByRole(AriaRole.Button, new() { Name = "Edit", Exact = true }).ClickAsync();
        await Written(number).Editor.FillAsync(text);
        await message.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
    }

    public async Task ReloadAsync()
    {
        await page.ReloadAsync();
        await IsLiveAsync();
    }

    /// <summary>The circuit draws the page, so buttons that need it answer.</summary>
    public Task IsLiveAsync() => Expect(page.Locator("chat-composer[data-live][data-ready]")).ToBeVisibleAsync();

    /// <summary>Sends the first message of a new chat and stays until the conversation has its address.</summary>
    public async Task BeginAsync(string text)
    {
        await OpenAsync();
        await SendAsync(text);
        await Expect(page).ToHaveURLAsync(ConversationAddress());
    }

    /// <summary>The browser keeps these words as a draft, whatever becomes of the page.</summary>
    public Task IsKeptAsync(string text) =>
        page.WaitForFunctionAsync("text => Object.entries(localStorage).some(([key, value]) => key.includes(':draft:') && value === text)", text);

    public Task MarkDocumentAsync() => page.EvaluateAsync("document.documentElement.dataset.marked = ''");

    [GeneratedRegex("/c/[0-9a-f-]+$")]
    public static partial Regex ConversationAddress();
}
