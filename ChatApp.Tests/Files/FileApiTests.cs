using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ChatApp.Tests.Running;
using SkiaSharp;

namespace ChatApp.Tests.Files;

[EveryDatabase]
public sealed class FileApiTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatWasUploadedComesBackByteForByteUnderItsName()
    {
        var person = await shared.App.NewPersonAsync();
        var png = Samples.Png();

        var file = await person.UploadAsync("Grüße, “Welt”.png", png);
        using var answer = await person.Client.GetAsync($"/api/files/{file.Id}", Ct);

        Assert.Equal(("Grüße, “Welt”.png", "image/png", (long)png.Length), (file.Name, file.Type, file.Size));
        Assert.Equal(png, await answer.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal("image/png", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(("attachment", "Grüße, “Welt”.png"), (answer.Content.Headers.ContentDisposition?.DispositionType, answer.Content.Headers.ContentDisposition?.FileNameStar));
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl is { Private: true, NoCache: true });
    }

    [Fact]
    public async Task APartOfAFileMayBeAskedForAndWhatIsKnownIsNotSentAgain()
    {
        var person = await shared.App.NewPersonAsync();
        var file = await person.UploadAsync("a.txt", "0123456789"u8.ToArray());
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/files/{file.Id}") { Headers = { Range = new RangeHeaderValue(2, 4) } };
        using var part = await person.Client.SendAsync(request, Ct);
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/api/files/{file.Id}");
        again.Headers.IfNoneMatch.Add(part.Headers.ETag!);
        using var known = await person.Client.SendAsync(again, Ct);

        Assert.Equal((HttpStatusCode.PartialContent, "234"), (part.StatusCode, await part.Content.ReadAsStringAsync(Ct)));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
    }

    [Fact]
    public async Task APictureGetsAThumbnailAndAnUprightCopyWithoutWhatTheCameraWrote()
    {
        var person = await shared.App.NewPersonAsync();
        var file = await person.UploadAsync("photo.jpg", Samples.SidewaysJpeg(800, 400));

        var info = await person.CheckedAsync(file.Id);
        using var thumbnail = await person.Client.GetAsync($"/api/files/{file.Id}/thumbnail", Ct);
        var picture = await person.Client.GetByteArrayAsync($"/api/files/{file.Id}/picture", Ct);

        Assert.Equal(("ready", "picture", 400, 800), (info.GetProperty("state").GetString(), info.GetProperty("kind").GetString(), info.GetProperty("width").GetInt32(), info.GetProperty("height").GetInt32()));
        using var shown = SKBitmap.Decode(picture);
        Assert.Equal((400, 800), (shown.Width, shown.Height));
        // Red was above left and is above right, once turned clockwise.
        Assert.Equal((true, false), (shown.GetPixel(380, 20).Green < 60, shown.GetPixel(20, 20).Green < 60));
        Assert.DoesNotContain("GPS-SECRET-PLACE", Encoding.Latin1.GetString(picture), StringComparison.Ordinal);
        Assert.Equal(("image/jpeg", null), (thumbnail.Content.Headers.ContentType?.MediaType, thumbnail.Content.Headers.ContentDisposition?.DispositionType));
        using var small = SKBitmap.Decode(await thumbnail.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal((160, 320), (small.Width, small.Height));
    }

    [Fact]
    public async Task EveryKindOfDocumentBecomesText()
    {
        var person = await shared.App.NewPersonAsync();
        var pdf = await person.UploadAsync("a.pdf", Samples.Pdf("The first page", "", "The third page"));
        var docx = await person.UploadAsync("b.docx", Samples.Docx("Dear all,", "Yours"));
        var xlsx = await person.UploadAsync("c.xlsx", Samples.Xlsx(["What", "Euro"], ["Rent", "900"]));
        var text = await person.UploadAsync("d.md", "# Hällo"u8.ToArray());
        var latin = await person.UploadAsync("e.csv", Encoding.Latin1.GetBytes("Stra\u00DFe;5"));
        var wide = await person.UploadAsync("f.txt", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("wide")]);

        Assert.Equal(3, (await person.CheckedAsync(pdf.Id)).GetProperty("pages").GetInt32());
        foreach (var file in new[] { docx, xlsx, text, latin, wide })
            Assert.Equal("ready", (await person.CheckedAsync(file.Id)).GetProperty("state").GetString());
        Assert.Equal("The first page\f\fThe third page", await person.TextAsync(pdf.Id));
        Assert.Equal("Dear all,\nYours", await person.TextAsync(docx.Id));
        Assert.Equal("Costs\nWhat\tEuro\t\nRent\t900", await person.TextAsync(xlsx.Id));
        Assert.Equal("# Hällo", await person.TextAsync(text.Id));
        Assert.Equal("Straße;5", await person.TextAsync(latin.Id));
        Assert.Equal("wide", await person.TextAsync(wide.Id));
    }

    [Fact]
    public async Task APdfWithScriptsAndLinksIsTextToReadAndAFileToDownload()
    {
        await using var elsewhere = await LanguageModels.FakeModelServer.StartAsync();
        var person = await shared.App.NewPersonAsync();
        var id = (await person.UploadAsync("script.pdf", Bombs.ScriptedPdf(elsewhere.Url))).Id;
        await person.CheckedAsync(id);

        Assert.Equal("Harmless words", await person.TextAsync(id));
        using var answer = await person.Client.GetAsync($"/api/files/{id}", Ct);
        Assert.Equal(("attachment", "default-src 'none'; sandbox; frame-ancestors 'none'", "nosniff"),
            (answer.Content.Headers.ContentDisposition?.DispositionType, answer.Headers.GetValues("Content-Security-Policy").Single(), answer.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task TheListIsNewestFirstSearchableAndSaysWhatIsUsed()
    {
        var person = await shared.App.NewPersonAsync();
        await person.UploadAsync("one_a.txt", "12345"u8.ToArray());
        await person.UploadAsync("two.txt", "123"u8.ToArray());
        await person.UploadAsync("the same.txt", "12345"u8.ToArray());

        var all = await person.Client.GetFromJsonAsync<JsonElement>("/api/files", Ct);
        var found = await person.Client.GetFromJsonAsync<JsonElement>("/api/files?search=E_A", Ct);
        var limits = await person.Client.GetFromJsonAsync<JsonElement>("/api/files/limits", Ct);

        Assert.Equal(["the same.txt", "two.txt", "one_a.txt"], Names(all));
        Assert.Equal(["one_a.txt"], Names(found));
        // Equal bytes lie there once, and count once.
        Assert.Equal((8, 1L << 30), (all.GetProperty("used").GetInt64(), all.GetProperty("quota").GetInt64()));
        Assert.Equal((10, 8), (limits.GetProperty("maxPerMessage").GetInt32(), limits.GetProperty("used").GetInt64()));
        Assert.Contains(limits.GetProperty("kinds").EnumerateArray(), kind => kind.GetProperty("kind").GetString() == "picture" && kind.GetProperty("maxBytes").GetInt64() == 20 << 20);
        Assert.Equal(2, Bytes(person.Id));
    }

    [Fact]
    public async Task BytesGoWithTheLastFileThatHasThem()
    {
        var person = await shared.App.NewPersonAsync();
        var one = await person.UploadAsync("one.txt", "equal"u8.ToArray());
        var two = await person.UploadAsync("two.txt", "equal"u8.ToArray());
        await person.CheckedAsync(one.Id);
        await person.CheckedAsync(two.Id);

        using (var gone = await person.Client.DeleteAsync($"/api/files/{one.Id}", Ct))
            Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.Equal("equal", await person.Client.GetStringAsync($"/api/files/{two.Id}", Ct));
        using (var again = await person.Client.DeleteAsync($"/api/files/{one.Id}", Ct))
            Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        using (var last = await person.Client.DeleteAsync($"/api/files/{two.Id}", Ct))
            Assert.Equal(HttpStatusCode.NoContent, last.StatusCode);

        Assert.Equal(0, Bytes(person.Id));
    }

    private static List<string?> Names(JsonElement page) => [.. page.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("name").GetString())];

    private int Bytes(Guid person) => Directory.GetFiles(Path.Combine(shared.App.Folder, "files", person.ToString("N"))).Count(file => !Path.HasExtension(file));
}
