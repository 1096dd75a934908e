using Microsoft.Playwright;

namespace ChatApp.E2E.Screens;

internal sealed class LoginScreen(IPage page)
{
    public ILocator Email => page.GetByRole(AriaRole.Textbox, new() { Name = "Email", Exact = true });

    // A password box has no role of its own, so it is found by its label.
    public ILocator Password => page.GetByLabel("Password", new() { Exact = true });

    public ILocator LogIn => page.GetByRole(AriaRole.Button, new() { Name = "Log in", Exact = true });

    public ILocator CreateAccount => page.GetByRole(AriaRole.Link, new() { Name = "Create account" });

    public ILocator Alert => page.GetByRole(AriaRole.Alert);

    public Task OpenAsync() => page.GotoAsync("/login");

    public async Task LogInAsync(string email, string password)
    {
        await Email.FillAsync(email);
        await Password.FillAsync(password);
        await LogIn.ClickAsync();
    }
}
