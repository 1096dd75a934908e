using System.Net;
using ChatApp.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Tests.Shell;

[EveryDatabase]
public sealed class ResponseTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/login", HttpStatusCode.OK)]
    [InlineData("/app.css", HttpStatusCode.OK)]
    [InlineData("/", HttpStatusCode.Redirect)]
    [InlineData("/hangfire", HttpStatusCode.Redirect)]
    [InlineData("/error", HttpStatusCode.OK)]
    public async Task EveryResponseCarriesTheSecurityHeaders(string path, HttpStatusCode status)
    {
        await using var app = TestApp.Start();

        using var answer = await app.Anonymous().GetAsync(path, Ct);

        Assert.Equal(status, answer.StatusCode);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self' 'sha256-", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["DENY"], answer.Headers.GetValues("X-Frame-Options"));
        Assert.Equal(["same-origin"], answer.Headers.GetValues("Referrer-Policy"));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task AnAnswerOfTheApiMayDoNothingAtAll()
    {
        await using var app = TestApp.Start();

        using var answer = await app.Anonymous().GetAsync("/api/chat/conversations", Ct);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(["default-src 'none'; frame-ancestors 'none'"], answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["same-origin"], answer.Headers.GetValues("Referrer-Policy"));
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task ARequestThatFailsShowsTheErrorPageEvenWithoutADatabase()
    {
        await using var app = TestApp.Start();
        var client = await app.WithCookieAsync((await app.NewPersonAsync()).Email);
        await app.QueryAsync(db => TestDatabase.LoseTableAsync(db, "Sessions"));
        await app.QueryAsync(db => TestDatabase.LoseTableAsync(db, "Conversations"));

        using var answer = await client.GetAsync($"/c/{Guid.NewGuid()}", Ct);

        var html = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("Something went wrong", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Sessions", html, StringComparison.Ordinal);
        Assert.True(answer.Headers.Contains("Content-Security-Policy"));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("10.1.0.0/16", false)]
    [InlineData("127.0.0.0/8,::1", true)]
    public async Task ForwardedHeadersAreBelievedFromKnownProxiesOnly(string known, bool believed)
    {
        await using var app = TestApp.Start(settings: new() { ["Proxy:Known"] = known });
        var client = app.Anonymous();
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        client.DefaultRequestHeaders.Add("X-Forwarded-Host", "chat.example.org");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");

        using var answer = await client.GetAsync("/login", Ct);

        // It is only said over HTTPS, and never for this machine's own name.
        Assert.Equal(believed, answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task WithoutItsTablesItIsAliveButNotReady()
    {
        await using var app = TestApp.Start();
        await HealthTests.BecomesAsync(app, HttpStatusCode.OK);
        await app.QueryAsync(db => TestDatabase.LoseTableAsync(db, "Setup"));

        using var ready = await app.Anonymous().GetAsync("/health/ready", Ct);
        using var live = await app.Anonymous().GetAsync("/health/live", Ct);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), (ready.StatusCode, await ready.Content.ReadAsStringAsync(Ct)));
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }
}
