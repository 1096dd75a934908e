using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Screens;

/// <summary>The composer's files: how they come in, and their chips.</summary>
internal sealed class FilesPart(IPage page)
{
    public ILocator Tray => page.GetByRole(AriaRole.List, new() { Name = "Attached files" }).And(page.Locator("chat-attachments ul"));

    public ILocator Chips => page.Locator("chat-attachments .chip");

    public ILocator Refusals => page.Locator("chat-attachments [data-refused]");

    public ILocator Notice => page.Locator("chat-attachments [data-blind]");

    /// <summary>Offered for a long text that was pasted.</summary>
    public ILocator AttachPasted => page.GetByRole(AriaRole.Button, new() { Name = "Attach it as a file" });

    public ILocator DropArea => page.Locator("drop-area");

    public ILocator Chip(string name) => Chips.Filter(new() { HasText = name });

    public ILocator TryAgain(string name) => page.GetByRole(AriaRole.Button, new() { Name = $"Try again: {name}" });

    public Task RemoveAsync(string name) => page.GetByRole(AriaRole.Button, new() { Name = $"Remove {name}", Exact = true }).ClickAsync();

    public Task HasStateAsync(string name, string state) => Expect(Chip(name)).ToHaveAttributeAsync("data-state", state);

    public async Task PickAsync(params (string Name, byte[] Bytes)[] files) =>
        await (await OpenPickerAsync()).SetFilesAsync(files.Select(file => new FilePayload { Name = file.Name, MimeType = "", Buffer = file.Bytes }));

    /// <summary>For a large one: a file on disk.</summary>
    public async Task PickAsync(string path) => await (await OpenPickerAsync()).SetFilesAsync(path);

    private Task<IFileChooser> OpenPickerAsync() =>
        page.RunAndWaitForFileChooserAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Attach files", Exact = true }).ClickAsync());

    public async Task DropAsync(string name, byte[] bytes)
    {
        var carried = await CarryAsync(name, "", bytes);
        await page.Locator("main").DispatchEventAsync("dragenter", new { dataTransfer = carried });
        await Expect(DropArea).ToBeVisibleAsync();
        await DropArea.DispatchEventAsync("dragover", new { dataTransfer = carried });
        await DropArea.DispatchEventAsync("drop", new { dataTransfer = carried });
        await Expect(DropArea).ToBeHiddenAsync();
    }

    /// <summary>A picture from the clipboard; browsers call each of them image.png.</summary>
    public async Task PasteAsync(byte[] picture) => await PasteAsync(await CarryAsync("image.png", "image/png", picture));

    /// <summary>As the browser does it: whoever hears of it first may take it, else it goes into the box.</summary>
    public async Task PasteAsync(string text) =>
        await page.EvaluateAsync("""
            text => {
              const data = new DataTransfer();
              data.setData('text/plain', text);
              const box = document.getElementById('message');
              box.focus();
              if (box.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data }))) document.execCommand('insertText', false, text);
            }
            """, text);

    private async Task PasteAsync(IJSHandle carried) =>
        await page.EvaluateAsync("data => document.getElementById('message').dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data }))", carried);

    private Task<IJSHandle> CarryAsync(string name, string type, byte[] bytes) =>
        page.EvaluateHandleAsync("""
            ([name, type, bytes]) => {
              const data = new DataTransfer();
              data.items.add(new File([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))], name, { type }));
              return data;
            }
            """, new[] { name, type, Convert.ToBase64String(bytes) });
}
