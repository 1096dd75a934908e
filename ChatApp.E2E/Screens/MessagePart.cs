using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Screens;

/// <summary>One message or reply on the chat screen.</summary>
internal sealed class MessagePart(ILocator article)
{
    public ILocator Article => article;

    public ILocator Body => article.Locator(".message-body");

    public ILocator Place => article.Locator("[data-queue-position]");

    /// <summary>While one's own message is edited.</summary>
    public ILocator Editor => article.GetByRole(AriaRole.Textbox, new() { Name = "Edit", Exact = true });

    public ILocator Retry => Button("Retry");

    public ILocator Cancel => Button("Cancel");

    public ILocator Versions => article.GetByRole(AriaRole.Group, new() { Name = "Versions" });

    public ILocator PreviousVersion => Button("Previous version");

    public ILocator Files => article.GetByRole(AriaRole.List, new() { Name = "Attached files" }).GetByRole(AriaRole.Listitem);

    public ILocator File(string name) => Files.Filter(new() { Has = article.Page.Locator($"[data-name=\"{name.Replace("\"", "\\\"", StringComparison.Ordinal)}\"]") }).GetByRole(AriaRole.Link);

    public async Task<string> FileIdAsync(string name) => await File(name).GetAttributeAsync("data-file") ?? "";

    public ILocator Button(string name) => article.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public Task HasStatusAsync(string status, int? withinSeconds = null) => Expect(article).ToHaveAttributeAsync("data-status", status, new() { Timeout = withinSeconds * 1_000 });

    public Task FailedAsAsync(string kind) => Expect(article).ToHaveAttributeAsync("data-error", kind);

    public Task ShowsAsync(string text) => Expect(Body).ToContainTextAsync(text);

    public Task IsExactlyAsync(string text) => Expect(Body).ToHaveTextAsync(text);

    public Task StandsAtAsync(int position) => Expect(Place).ToHaveAttributeAsync("data-queue-position", $"{position}");
}
