using Microsoft.Playwright;

namespace ChatApp.E2E.Screens;

/// <summary>A file of the conversation, shown large.</summary>
internal sealed class ViewerPart(IPage page)
{
    public ILocator Dialog => page.Locator("file-viewer").GetByRole(AriaRole.Dialog);

    public ILocator Name => Dialog.GetByRole(AriaRole.Heading, new() { Level = 2 });

    public ILocator Picture => Dialog.GetByRole(AriaRole.Img);

    public ILocator Text => Dialog.Locator("[data-stage]");

    public ILocator Download => Dialog.GetByRole(AriaRole.Link, new() { Name = "Download" });

    public ILocator Button(string name) => Dialog.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
