using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using ChatApp.Tests.Running;

namespace ChatApp.Tests.Files;

/// <summary>The page “My files”, as a browser without JavaScript uses it.</summary>
[EveryDatabase]
public sealed partial class FilesPageTests
{
    [Fact]
    public async Task FilesAreListedFoundAndDeletedWithoutScript()
    {
        await using var app = TestApp.Start();
        var person = await app.NewPersonAsync();
        var browser = await app.WithCookieAsync(person.Email);
        Assert.Contains("No files yet.", await browser.GetStringAsync("/account/files"), StringComparison.Ordinal);
        var notes = await UploadAsync(browser, "notes <b>.txt", "some words");
        await UploadAsync(browser, "data.csv", "a,b\n1,2");

        var all = await browser.GetStringAsync("/account/files");
        Assert.Contains("notes &lt;b&gt;.txt", all, StringComparison.Ordinal);
        Assert.Contains("data.csv", all, StringComparison.Ordinal);
        Assert.Contains("17 bytes of 1 GB used", all, StringComparison.Ordinal);

        var found = await browser.GetStringAsync("/account/files?search=NOTES");
        Assert.DoesNotContain("data.csv", found, StringComparison.Ordinal);
        Assert.Contains("No file has “nothing”", System.Net.WebUtility.HtmlDecode(await browser.GetStringAsync("/account/files?search=nothing")), StringComparison.Ordinal);

        using var deleted = await browser.SubmitAsync("/account/files", "files", new() { ["Form.File"] = notes });
        var left = await deleted.Content.ReadAsStringAsync();
        Assert.Contains("is deleted.", left, StringComparison.Ordinal);
        Assert.Single(Rows().Matches(left));
        Assert.Contains("7 bytes of 1 GB used", left, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NobodySeesOrDeletesAnothersFiles()
    {
        await using var app = TestApp.Start();
        var (owner, other) = (await app.NewPersonAsync(), await app.NewPersonAsync());
        var theirs = await UploadAsync(await app.WithCookieAsync(owner.Email), "secret plans.txt", "some words");
        var browser = await app.WithCookieAsync(other.Email);

        Assert.DoesNotContain("secret", await browser.GetStringAsync("/account/files"), StringComparison.Ordinal);
        using var tried = await browser.SubmitAsync("/account/files", "files", new() { ["Form.File"] = theirs });
        var answer = await tried.Content.ReadAsStringAsync();

        Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
        Assert.Contains("That file was deleted before.", answer, StringComparison.Ordinal);
        using var still = await owner.Client.GetAsync($"/api/files/{theirs}");
        Assert.True(still.IsSuccessStatusCode);
    }

    [Fact]
    public async Task FiftyFilesAreAPageAndTheOlderOnesAreBehindALink()
    {
        await using var app = TestApp.Start();
        var person = await app.NewPersonAsync();
        var browser = await app.WithCookieAsync(person.Email);
        for (var number = 1; number <= 52; number++)
            await UploadAsync(browser, $"note {number}.txt", $"words {number}");

        var newest = await browser.GetStringAsync("/account/files?search=note");
        var older = Older().Match(newest).Groups["address"].Value;
        var oldest = await browser.GetStringAsync(System.Net.WebUtility.HtmlDecode(older));

        Assert.Equal(50, Rows().Count(newest));
        Assert.Equal(2, Rows().Count(oldest));
        Assert.DoesNotContain("Older files", oldest, StringComparison.Ordinal);
        Assert.Equal(50, Rows().Count(await browser.GetStringAsync("/account/files?before=nonsense")));
    }

    private static async Task<string> UploadAsync(HttpClient browser, string name, string words)
    {
        using var form = new MultipartFormDataContent();
        using var content = new StringContent(words) { Headers = { ContentType = new MediaTypeHeaderValue("text/plain") } };
        form.Add(content, "file", name);
        using var answer = await browser.PostAsync("/api/files", form);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    [GeneratedRegex("aria-label=\"Delete [^\"]* for good\"")]
    private static partial Regex Rows();

    [GeneratedRegex("href=\"(?<address>/account/files\\?[^\"]*before=[^\"]*)\"")]
    private static partial Regex Older();
}
