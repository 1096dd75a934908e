using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Screens;

internal sealed class AdminScreen(IPage page)
{
    public ILocator Notice => page.Locator(".admin").GetByRole(AriaRole.Status).First;

    /// <summary>Seen while the database does not answer.</summary>
    public ILocator DatabaseNotice =>
        page.GetByRole(AriaRole.Status).Filter(new() { HasText = "database is not answering" });

    /// <summary>Whose page it is: ChatApp's name, or above the job engine's pages theirs.</summary>
    public ILocator Brand => page.Locator(".brand, .navbar-brand");

    public ILocator Rows => page.Locator("tr[data-reply-id]");

    public async Task OpenAsync(string path)
    {
        await page.GotoAsync(path);
        await IsLiveAsync();
    }

    // A page that changes by itself says when it has begun to; the others are whole as they come.
    public Task IsLiveAsync() => Expect(page.Locator(".admin[data-live], .page-body:not(:has(.admin))")).ToBeVisibleAsync();

    public ILocator Slots(string endpoint) => page.GetByLabel($"Slots of {endpoint}");

    /// <summary>The figure of all endpoints, or of one.</summary>
    public Task ShowsAsync(string metric, double value, string? endpoint = null) =>
        Expect((endpoint is null ? page.Locator(".cards") : page.Locator($"[data-endpoint={endpoint}]")).Locator($"[data-metric={metric}]")).ToHaveAttributeAsync("data-value", $"{value}");

    public ILocator Row(string email, string status) => page.Locator($"tr[data-status={status}]").Filter(new() { HasText = email });

    public ILocator Filter(string name) => page.GetByRole(AriaRole.Combobox, new() { Name = name });

    public Task TypeAsync(string field, string words) =>
        page.GetByRole(AriaRole.Searchbox, new() { Name = field }).FillAsync(words);

    public Task PressAsync(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    // By its text: the job engine's pages draw pictures as letters, which would stand in a name.
    public Task FollowAsync(string link) => page.GetByRole(AriaRole.Link).Filter(new() { HasTextRegex = new($"^\\s*{link}\\s*$") }).ClickAsync();

    /// <summary>The letters in which the page's name is written.</summary>
    public Task<string> LettersAsync() => Brand.EvaluateAsync<string>("name => { const style = getComputedStyle(name); return [style.fontFamily, style.fontSize, style.fontWeight, style.color].join(' '); }");

    public static Task PressAsync(ILocator row, string name) => row.GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();

    public async Task SetSlotsAsync(string endpoint, int slots)
    {
        await Slots(endpoint).FillAsync($"{slots}");
        await Slots(endpoint).PressAsync("Enter");
    }
}
