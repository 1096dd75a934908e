using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using ChatApp.Tests.Running;

namespace ChatApp.Tests.Files;

/// <summary>Uploads that somebody made to do harm: each is refused with a sentence, or kept harmless.</summary>
[EveryDatabase]
public sealed class HostileFileTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, byte[], int, string> Refused => new()
    {
        { "empty.txt", [], 422, "file-empty" },
        { "a.exe", "MZ"u8.ToArray(), 415, "file-type" },
        { "photo.png.exe", Samples.Png(), 415, "file-type" },
        { "photo.png", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8.ToArray(), 415, "file-type" },
        { "photo.txt", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8.ToArray(), 415, "file-type" },
        { "photo.svg", "<svg/>"u8.ToArray(), 415, "file-type" },
        { "photo.jpg", Samples.Png(), 415, "file-type" },
        { "text.txt", Samples.Png(), 415, "file-type" },
        { "report.pdf", "<html><script>alert(1)</script>"u8.ToArray(), 415, "file-type" },
        { "page.html", [.. "\u007fELF\u0001\u0001"u8, 0, 1, 2, 3], 415, "file-type" },
        { "photo.heic", [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0], 415, "file-type" },
        { "photo.jpg", [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0], 415, "file-type" },
        { "a.zip", Samples.Docx("x"), 415, "file-type" },
        { "none", Samples.Docx("x"), 415, "file-type" },
        { "late.txt", [.. Encoding.ASCII.GetBytes(new string('a', 100_000)), 0], 415, "file-type" },
        // A PDF after a page of HTML, and a picture before a script, are what their first bytes say.
        { "both.pdf", "<html>\n%PDF-1.4"u8.ToArray(), 415, "file-type" },
        { "both.html", [.. Samples.Gif(), .. "<script>alert(1)</script>"u8], 415, "file-type" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task WhatIsNotWhatItSaysIsRefused(string name, byte[] bytes, int status, string type)
    {
        var person = await shared.App.NewPersonAsync();
        // Another test may have left half an upload here, as it should.
        var before = Uploads();
        using var answer = await person.Client.TryUploadAsync(name, bytes, "image/png");
        Assert.Equal((status, "urn:chatapp:" + type), ((int)answer.StatusCode, await answer.ProblemTypeAsync()));
        Assert.Equal(before, Uploads());
    }

    [Theory]
    [InlineData("../../../../etc/passwd.txt", "passwd.txt")]
    [InlineData("..\\..\\windows\\win.ini", "win.ini")]
    [InlineData("/etc/a.txt", "a.txt")]
    [InlineData("CON.txt", "CON.txt")]
    [InlineData("gnp.\u202Etxt", "gnp.txt")]
    [InlineData("a\u0000b\u0007\u200Bc.txt", "abc.txt")]
    [InlineData("a\r\nSet-Cookie: x=y.txt", "a Set-Cookie: x=y.txt")]
    [InlineData("..", "file")]
    [InlineData("", "file")]
    [InlineData("   . ", "file")]
    [InlineData("a\"; filename=\"b.txt", "a\"; filename=\"b.txt")]
    public void ANameNeverBecomesAPathOrATrick(string name, string shown) => Assert.Equal(shown, ChatApp.Files.FileName.Clean(name));

    [Fact]
    public async Task TheLongestAndStrangestNamesAreKeptShortAndServedSafely()
    {
        var person = await shared.App.NewPersonAsync();
        using var begun = await person.Client.AnnounceAsync($"{new string('x', 4096)}\r\nX-Evil: 1\".txt", 1);
        var id = begun.Headers.Location!.ToString().Split('/')[^1];
        using var piece = await person.Client.AppendAsync(begun.Headers.Location!.ToString(), 0, "1"u8.ToArray());

        using var answer = await person.Client.GetAsync($"/api/files/{id}", Ct);

        Assert.False(answer.Headers.Contains("X-Evil"));
        Assert.InRange(answer.Content.Headers.ContentDisposition!.FileNameStar!.Length, 1, 200);
        Assert.EndsWith(".txt", answer.Content.Headers.ContentDisposition.FileNameStar, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AHeaderThatLiesChangesNothing()
    {
        var person = await shared.App.NewPersonAsync();
        using var answer = await person.Client.TryUploadAsync("page.html", "<script>alert(1)</script>"u8.ToArray(), "text/html");
        var file = (await System.Net.Http.Json.HttpContentJsonExtensions.ReadFromJsonAsync<FilesApi.Uploaded>(answer.Content, Ct))!;
        using var served = await person.Client.GetAsync($"/api/files/{file.Id}", Ct);

        Assert.Equal("text/plain", file.Type);
        Assert.Equal(("text/plain", "attachment"), (served.Content.Headers.ContentType?.MediaType, served.Content.Headers.ContentDisposition?.DispositionType));
    }

    [Fact]
    public async Task OneByteOverTheLimitIsRefusedAlsoWhenNobodySaidHowMuchComes()
    {
        await using var app = TestApp.Start(new() { ["Files:MaxTextBytes"] = "1000" });
        var person = await app.NewPersonAsync();
        await person.UploadAsync("a.txt", Encoding.ASCII.GetBytes(new string('a', 1000)));
        using var over = await person.Client.TryUploadAsync("a.txt", Encoding.ASCII.GetBytes(new string('a', 1001)));
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/api/files") { Content = Form("a.txt", Encoding.ASCII.GetBytes(new string('a', 1001))) };
        chunked.Headers.TransferEncodingChunked = true;
        using var unsaid = await person.Client.SendAsync(chunked, Ct);

        foreach (var answer in new[] { over, unsaid })
            Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "urn:chatapp:file-too-large"), (answer.StatusCode, await answer.ProblemTypeAsync()));
    }

    [Fact]
    public async Task TheQuotaHoldsAlsoForUploadsAtOnce()
    {
        await using var app = TestApp.Start(new() { ["Files:QuotaBytes"] = "3000" });
        var person = await app.NewPersonAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => person.Client.TryUploadAsync($"{i}.txt", Encoding.ASCII.GetBytes(new string((char)('a' + i), 1000)))));
        using var announced = await person.Client.AnnounceAsync("late.txt", 1);

        Assert.Equal(3, answers.Count(answer => answer.StatusCode is HttpStatusCode.Created));
        foreach (var refused in answers.Where(answer => answer.StatusCode is not HttpStatusCode.Created).Append(announced))
            Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "urn:chatapp:quota"), (refused.StatusCode, await refused.ProblemTypeAsync()));
    }

    [Fact]
    public async Task NobodyHasMoreFilesOrOpenUploadsThanOneMay()
    {
        await using var app = TestApp.Start(new() { ["Files:MaxFiles"] = "3", ["Files:MaxOpenUploads"] = "2" });
        var person = await app.NewPersonAsync();
        var begun = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => person.Client.AnnounceAsync($"{i}.txt", 10)));
        var opened = begun.Where(answer => answer.StatusCode is HttpStatusCode.Created).ToList();
        Assert.Equal(2, opened.Count);
        foreach (var refused in begun.Except(opened))
            Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "urn:chatapp:too-many-uploads"), (refused.StatusCode, await refused.ProblemTypeAsync()));

        await person.UploadAsync("third.txt", "1"u8.ToArray());
        using var fourth = await person.Client.TryUploadAsync("fourth.txt", "2"u8.ToArray());
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "urn:chatapp:too-many-files"), (fourth.StatusCode, await fourth.ProblemTypeAsync()));
        // What was announced has its place already, and one that ends leaves it to another.
        using var whole = await person.Client.AppendAsync(opened[0].Headers.Location!.ToString(), 0, "1234567890"u8.ToArray());
        using var ended = await person.Client.TusAsync(HttpMethod.Delete, opened[1].Headers.Location!.ToString());
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (whole.StatusCode, ended.StatusCode));
        using var after = await person.Client.AnnounceAsync("after.txt", 10);
        Assert.Equal(HttpStatusCode.Created, after.StatusCode);
        // Nobody else is held up by it.
        await (await app.NewPersonAsync()).UploadAsync("other.txt", "1"u8.ToArray());
        foreach (var answer in begun)
            answer.Dispose();
    }

    [Fact]
    public async Task AnUploadWithoutTheAntiforgeryTokenIsNotRead()
    {
        var person = await shared.App.NewPersonAsync();
        var browser = await shared.App.WithCookieAsync(person.Email, antiforgery: false);
        using var form = Form("a.txt", "1"u8.ToArray());
        form.Add(new StringContent("x"), "__RequestVerificationToken");

        using var answer = await browser.PostAsync("/api/files", form, Ct);

        Assert.Equal((HttpStatusCode.BadRequest, "urn:chatapp:antiforgery"), (answer.StatusCode, await answer.ProblemTypeAsync()));
    }

    [Theory]
    [InlineData("a bomb in a PDF")]
    [InlineData("a PDF that leads back to itself")]
    [InlineData("a PDF behind a password")]
    [InlineData("a bomb in a document")]
    [InlineData("a picture of 50,000 by 50,000")]
    [InlineData("half a picture")]
    [InlineData("a picture of noise")]
    [InlineData("a document that is only a zip")]
    public async Task WhatWouldHarmItsReaderIsOnlyUnreadable(string what)
    {
        var person = await shared.App.NewPersonAsync();
        var (name, bytes) = what switch
        {
            "a bomb in a PDF" => ("a.pdf", Bombs.Pdf(600)),
            "a PDF that leads back to itself" => ("a.pdf", Bombs.PdfLoop()),
            "a PDF behind a password" => ("a.pdf", Bombs.EncryptedPdf()),
            "a bomb in a document" => ("a.docx", Bombs.Docx(300)),
            "a picture of 50,000 by 50,000" => ("a.png", Bombs.Png(50_000, 50_000)),
            "half a picture" => ("a.png", Samples.Png(640, 480)[..^400]),
            "a picture of noise" => ("a.jpg", [0xFF, 0xD8, 0xFF, .. Encoding.ASCII.GetBytes(new string('z', 5000))]),
            _ => ("a.docx", Samples.Xlsx(["x"])),
        };

        var info = await person.CheckedAsync((await person.UploadAsync(name, bytes)).Id);

        if (what == "a bomb in a document")
            Assert.True((await System.Net.Http.Json.HttpClientJsonExtensions.GetFromJsonAsync<System.Text.Json.JsonElement>(person.Client, $"/api/files/{info.GetProperty("id").GetString()}/text", Ct)).GetProperty("truncated").GetBoolean());
        else
            Assert.Equal(("unreadable", true), (info.GetProperty("state").GetString(), info.GetProperty("problem").GetString()!.EndsWith('.')));
    }

    [Fact]
    public async Task AClientThatLeavesAtHalfLeavesNothingInOneGoAndAllItSentWhenResumable()
    {
        var person = await shared.App.NewPersonAsync();
        var token = person.Client.DefaultRequestHeaders.Authorization!.ToString();
        using var begun = await person.Client.AnnounceAsync("a.txt", 1000);
        var path = begun.Headers.Location!.ToString();

        await SendHalfAsync($"PATCH {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: 1000\r\n\r\n{new string('a', 500)}");
        await SendHalfAsync($"POST /api/files HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b.txt\"\r\n\r\n{new string('a', 500)}");

        using var asked = await person.Client.TusAsync(HttpMethod.Head, path);
        Assert.Equal("500", asked.Headers.GetValues("Upload-Offset").Single());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (Uploads().Length > 1)
            await Task.Delay(20, patience.Token);
    }

    // Waits until the server has read it, then hangs up.
    private async Task SendHalfAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(shared.App.Address.Host, shared.App.Address.Port, Ct);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), Ct);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!Uploads().Any(file => new FileInfo(file) is { Length: 500 } written && written.LastWriteTimeUtc > DateTime.UnixEpoch))
            await Task.Delay(20, patience.Token);
    }

    private string[] Uploads() => new DirectoryInfo(Path.Combine(shared.App.Folder, "files", "uploads")) is { Exists: true } folder ? [.. folder.GetFiles().Select(file => file.FullName)] : [];

    private static MultipartFormDataContent Form(string name, byte[] bytes) =>
        new() { { new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("text/plain") } }, "file", name } };
}
