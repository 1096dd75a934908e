using Microsoft.Playwright;

namespace ChatApp.E2E.Screens;

internal sealed class RegisterScreen(IPage page)
{
    public Task OpenAsync() => page.GotoAsync("/register");

    public async Task RegisterAsync(string email, string password)
    {
        // Only this form has it, so the page before is gone.
        await page.GetByLabel("Confirm password", new() { Exact = true }).FillAsync(password);
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Email", Exact = true }).FillAsync(email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create account", Exact = true }).ClickAsync();
    }
}
