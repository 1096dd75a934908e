using System.Collections.Concurrent;
using System.Globalization;
using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Journeys;

/// <summary>Lines that break, and files that mean harm.</summary>
public sealed class UploadJourneys(TestRun run) : Journey(run)
{
    private const int Megabyte = 1024 * 1024;

    [Journey]
    public async Task ABrokenLineAndAReloadGoOnFromTheLastByteTheServerHas()
    {
        Provokes("net::ERR_");
        Provokes("WebSocket");
        Provokes("Connection disconnected");
        Provokes("Failed to");
        var world = await SharedWorldAsync();
        await using var line = new BreakableLine(world.App.Address);
        var person = await PersonAsync(world, address: line.Address);
        var (chat, files) = (new ChatScreen(person.Page), new FilesPart(person.Page));
        // The largest text there may be, in two pieces.
        var text = SampleFiles.Text((10 * Megabyte) - 200);
        var folder = Directory.CreateTempSubdirectory("chatapp-e2e-");
        var path = Path.Combine(folder.FullName, "numbers.csv");
        await File.WriteAllBytesAsync(path, text, Ct);
        await chat.OpenAsync();
        await chat.IsLiveAsync();

        var begun = 0;
        var offsets = new ConcurrentQueue<long>();
        person.Context.Request += (_, request) =>
        {
            if (request.Method == "PATCH" && request.Headers.TryGetValue("upload-offset", out var offset))
                offsets.Enqueue(long.Parse(offset, CultureInfo.InvariantCulture));
            else if (request.Method == "POST" && request.Url.EndsWith("/api/files/uploads", StringComparison.Ordinal))
                Interlocked.Increment(ref begun);
        };
        line.BreakAfter(3 * Megabyte);
        await files.PickAsync(path);
        await Expect(files.Chip("numbers.csv")).ToContainTextAsync("No connection");
        line.Mend();
        line.BreakAfter(3 * Megabyte);
        await Poll.UntilAsync("the line to break again", TimeSpan.FromSeconds(20), () => Task.FromResult(line.IsBroken), Ct);
        line.Mend();
        await person.Page.ReloadAsync();

        await files.HasStateAsync("numbers.csv", "ready");
        // Begun once, and after each break taken up where the server was: the browser itself may have sent some bytes twice.
        Assert.Equal(1, begun);
        Assert.Equal(0, offsets.First());
        Assert.NotEmpty(offsets.Skip(1));
        Assert.All(offsets.Zip(offsets.Skip(1)), pair => Assert.True(pair.Second > pair.First, string.Join(' ', offsets)));
        await chat.SendAsync("tokens=2");
        await Expect(chat.Written(0).File("numbers.csv")).ToBeVisibleAsync();
        var kept = await person.Context.APIRequest.GetAsync($"/api/files/{await chat.Written(0).FileIdAsync("numbers.csv")}");
        Assert.Equal(text, await kept.BodyAsync());
        folder.Delete(recursive: true);
    }

    [Journey]
    public async Task WhatCannotBeAcceptedIsRefusedBeforeAByteGoesOut()
    {
        var person = await PersonAsync(await SharedWorldAsync());
        var (chat, files) = (new ChatScreen(person.Page), new FilesPart(person.Page));
        await chat.OpenAsync();
        var begun = 0;
        person.Page.Request += (_, request) => begun += request.Url.Contains("/api/files/uploads", StringComparison.Ordinal) ? 1 : 0;

        await files.PickAsync(("IMG_1.HEIC", [1, 2, 3]), ("nothing.txt", []), ("large.csv", new byte[(10 * Megabyte) + 1]));
        await Expect(files.Refusals).ToContainTextAsync("“IMG_1.HEIC” is a HEIC picture");
        await Expect(files.Refusals).ToContainTextAsync("“nothing.txt” is empty");
        await Expect(files.Refusals).ToContainTextAsync("a text may have 10 MB");
        await files.PickAsync(("run.exe", "MZ"u8.ToArray()), ("drawing.svg", "<svg/>"u8.ToArray()), ("panorama.png", SampleFiles.PngOfSize(12_000, 12_000)));
        await Expect(files.Refusals).ToContainTextAsync("“run.exe” is of a kind that is not read here");
        await Expect(files.Refusals).ToContainTextAsync("“drawing.svg” is of a kind that is not read here");
        await Expect(files.Refusals).ToContainTextAsync("“panorama.png” has 144 megapixels; at most 50 are accepted.");
        await Expect(files.Chips).ToHaveCountAsync(0);
        Assert.Equal(0, begun);

        await files.PickAsync([.. Enumerable.Range(1, 11).Select(n => ($"note {n}.txt", SampleFiles.Text(100 + n)))]);
        await Expect(files.Chips).ToHaveCountAsync(10);
        await Expect(files.Refusals).ToContainTextAsync("A message takes 10 files: “note 11.txt” is not attached.");
    }

    [Journey]
    public async Task HostileFilesEndInASentenceAndRunNothing()
    {
        Provokes("status of 415");
        var person = await PersonAsync(await SharedWorldAsync());
        var (chat, files) = (new ChatScreen(person.Page), new FilesPart(person.Page));
        await chat.OpenAsync();
        (string Name, byte[] Bytes)[] hostile =
        [
            ("page.png", "<html><script>document.title='owned'</script>"u8.ToArray()),
            ("drawing.png", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"document.title='owned'\"/>"u8.ToArray()),
            ("cut.png", SampleFiles.Png(900, 900, 1, 2, 3)[..200]),
            ("empty.pdf", "%PDF-1.4 and then nothing"u8.ToArray()),
            ("zip.docx", "PK\x03\x04 but no document"u8.ToArray()),
            ("bomb.docx", SampleFiles.DocxBomb(300)),
            ("bomb.png", SampleFiles.PngOfSize(7_000, 7_000)),
        ];
        await chat.Composer.FillAsync("tokens=2 these words stay");

        await files.PickAsync(hostile);

        foreach (var (name, _) in hostile)
        {
            await Expect(files.Chip(name)).ToHaveAttributeAsync("data-state", new System.Text.RegularExpressions.Regex("failed|unreadable"));
            await Expect(files.Chip(name).GetByRole(Microsoft.Playwright.AriaRole.Alert)).Not.ToBeEmptyAsync();
            await Expect(files.Chip(name).Locator("img, canvas")).ToHaveCountAsync(0);
            await files.RemoveAsync(name);
        }
        await Expect(chat.Composer).ToHaveValueAsync("tokens=2 these words stay");
        // What is said of a file is text, whatever it is called.
        const string called = "<img src=x onerror=document.title='owned'>.txt";
        await files.PickAsync((called, "harmless"u8.ToArray()), ("invoice\u202Efdp.txt", "harmless too"u8.ToArray()));
        await files.HasStateAsync(called, "ready");
        await files.HasStateAsync("invoicefdp.txt", "ready");
        await chat.SendAsync("tokens=2");
        await Expect(chat.Written(0).File(called)).ToBeVisibleAsync();
        await chat.Written(0).File(called).ClickAsync();
        await Expect(new ViewerPart(person.Page).Text).ToContainTextAsync("harmless");
        Assert.DoesNotContain("owned", await person.Page.TitleAsync(), StringComparison.Ordinal);
    }
}
