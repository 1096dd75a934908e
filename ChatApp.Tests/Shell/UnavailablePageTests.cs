using System.Net;
using ChatApp.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace ChatApp.Tests.Shell;

/// <summary>Pages that are asked for while the database is away.</summary>
[EveryDatabase]
public sealed class UnavailablePageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/c/7d444840-9dc0-11d1-b245-5ffdce74fad2")]
    [InlineData("/admin/people")]
    [InlineData("/account")]
    [InlineData("/account/files")]
    public async Task APageAnswersThatItComesBackAndDoes(string path)
    {
        await using var app = TestApp.Start(services: UnreliableDatabase.Add);
        var database = app.Services.GetRequiredService<UnreliableDatabase>();
        var client = await app.WithCookieAsync((await app.NewPersonAsync()).Email);

        database.IsUnavailable = true;
        using (var answer = await client.GetAsync(path, Ct))
        {
            var html = await answer.Content.ReadAsStringAsync(Ct);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Equal("5", answer.Headers.RetryAfter?.ToString());
            Assert.Contains("The database is not answering", html, StringComparison.Ordinal);
            Assert.Contains("<page-retry>", html, StringComparison.Ordinal);
        }

        database.IsUnavailable = false;
        using var later = await client.GetAsync(path, Ct);
        Assert.NotEqual(HttpStatusCode.ServiceUnavailable, later.StatusCode);
    }

    [Fact]
    public async Task ASessionThatCannotBeCheckedIsNotLoggedOutAndStylesAreServed()
    {
        await using var app = TestApp.Start(services: UnreliableDatabase.Add);
        var database = app.Services.GetRequiredService<UnreliableDatabase>();
        var person = await app.NewPersonAsync();
        // This process has not asked for the new session yet.
        var client = await app.WithCookieAsync(person.Email, antiforgery: false);

        database.IsUnavailable = true;
        using var page = await client.GetAsync("/", Ct);
        using var api = await client.GetAsync("/api/auth/antiforgery", Ct);
        using var style = await client.GetAsync("/app.css", Ct);
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK),
            (page.StatusCode, api.StatusCode, style.StatusCode));

        database.IsUnavailable = false;
        using var later = await client.GetAsync("/", Ct);
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task AFormThatCannotBeTakenIsNotSentAgainByItself()
    {
        await using var app = TestApp.Start(services: UnreliableDatabase.Add);
        var person = await app.NewPersonAsync();
        var browser = app.Anonymous();
        var database = app.Services.GetRequiredService<UnreliableDatabase>();

        database.IsUnavailable = true;
        Dictionary<string, string> form = new() { ["Form.Email"] = person.Email, ["Form.Password"] = TestApp.Password };
        using var answer = await browser.SubmitAsync("/login", "login", form);

        var html = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("Nothing was changed", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<page-retry>", html, StringComparison.Ordinal);
    }
}
