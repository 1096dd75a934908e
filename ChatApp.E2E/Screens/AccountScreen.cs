using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace ChatApp.E2E.Screens;

internal sealed partial class AccountScreen(IPage page)
{
    /// <summary>One button for each other session of the person.</summary>
    public ILocator EndSession => page.GetByRole(AriaRole.Button, new() { NameRegex = EndTheSession() });

    public Task OpenAsync() => page.GotoAsync("/account");

    [GeneratedRegex("^End the session of ")]
    private static partial Regex EndTheSession();
}
