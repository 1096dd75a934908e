using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatApp.Account;
using ChatApp.Tests.Running;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ChatApp.Tests.Account;

[EveryDatabase]
public sealed class SessionTests
{
    private const string Closed = "/api/auth/antiforgery";

    [Fact]
    public async Task TheEndOfAllSessionsReachesCookiesTokensAndRefreshAtOnce()
    {
        await using var app = TestApp.Start();
        var person = await app.NewPersonAsync();
        var browser = await app.WithCookieAsync(person.Email);
        await app.Services.GetRequiredService<PersonSessions>().EndAllAsync(person.Id, CancellationToken.None);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(person.Client));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser));
        using var refreshed = await app.Anonymous().PostAsJsonAsync("/api/auth/refresh", new { refreshToken = person.RefreshToken });
        Assert.Equal("urn:chatapp:refresh-refused", await refreshed.ProblemTypeAsync());
        using var page = await browser.GetAsync("/");
        Assert.Equal("/login?ReturnUrl=%2F", page.Leads());
    }

    [Fact]
    public async Task WhatAnotherProcessEndedIsRefusedAfterOneLook()
    {
        await using var app = TestApp.Start();
        var (ended, kept) = (await app.NewPersonAsync(), await app.NewPersonAsync());
        await app.QueryAsync(db => db.Sessions.Where(session => session.UserId == ended.Id).ExecuteUpdateAsync(set => set.SetProperty(session => session.EndedAt, DateTime.UtcNow)));
        await app.Services.GetServices<IHostedService>().OfType<SessionWatcher>().Single().EndWhatEndedAsync(CancellationToken.None);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(ended.Client));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(kept.Client));
    }

    [Fact]
    public async Task SessionsOfADeletedPersonEndEverywhere()
    {
        await using var app = TestApp.Start();
        var person = await app.NewPersonAsync();
        await app.QueryAsync(db => db.Users.ExecuteDeleteAsync());
        await app.Services.GetServices<IHostedService>().OfType<SessionWatcher>().Single().EndWhatEndedAsync(CancellationToken.None);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(person.Client));
    }

    [Fact]
    public async Task APersonEndsOneOfTheirSessionsAndNobodyElses()
    {
        await using var app = TestApp.Start();
        var (person, other) = (await app.NewPersonAsync(), await app.NewPersonAsync());
        var browser = await app.WithCookieAsync(person.Email, antiforgery: false);
        foreach (var owner in new[] { person.Id, other.Id })
        {
            var session = await app.QueryAsync(db => db.Sessions.Where(row => row.UserId == owner).OrderBy(row => row.CreatedAt).Select(row => row.Id).FirstAsync());
            using var answer = await browser.SubmitAsync("/account", "sessions", new() { ["Form.Session"] = session.ToString() });
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(person.Client));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(other.Client));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser));
    }

    [Fact]
    public async Task ANewPasswordEndsEverySessionButTheOneThatSetIt()
    {
        await using var app = TestApp.Start();
        var person = await app.NewPersonAsync();
        var browser = await app.WithCookieAsync(person.Email, antiforgery: false);
        const string next = "another long secret";
        using var wrong = await browser.SubmitAsync("/account", "password", Changing("not this one", next));
        Assert.Contains("The current password is wrong.", await wrong.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(person.Client));
        using var changed = await browser.SubmitAsync("/account", "password", Changing(TestApp.Password, next));

        Assert.Contains("The password is changed.", await changed.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(person.Client));
        await TestApp.LogInAsync(app.Anonymous(), person.Email, next);
        using var old = await app.Anonymous().PostAsJsonAsync("/api/auth/login", new { email = person.Email, password = TestApp.Password });
        Assert.Equal(HttpStatusCode.Unauthorized, old.StatusCode);
    }

    [Fact]
    public async Task TabsThatABrowserRestoresAtOnceShareTheCookieThatTheirTokensBelongTo()
    {
        await using var app = TestApp.Start();
        var browser = await app.WithCookieAsync((await app.NewPersonAsync()).Email, antiforgery: false);
        using var page = await browser.GetAsync("/");

        var cookie = Assert.Single(page.Headers.GetValues("Set-Cookie"), header => header.StartsWith("chatapp.antiforgery=", StringComparison.Ordinal));
        Assert.Contains($"max-age={TimeSpan.FromDays(400).TotalSeconds}", cookie);
    }

    [Fact]
    public async Task ALogOutEndsThatSessionAlone()
    {
        await using var app = TestApp.Start();
        var person = await app.NewPersonAsync();
        var browser = await app.WithCookieAsync(person.Email, antiforgery: false);
        using var left = await browser.SubmitAsync("/account", "/logout", []);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(person.Client));
    }

    [Fact]
    public async Task AnExpiredTokenIsRefusedAndTheRefreshWorks()
    {
        await using var app = TestApp.Start();
        var options = app.Services.GetRequiredService<IOptionsMonitor<BearerTokenOptions>>().Get(SignInSetup.Bearer);
        var usual = options.BearerTokenExpiration;
        options.BearerTokenExpiration = TimeSpan.FromMinutes(-1);
        var person = await app.NewPersonAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(person.Client));

        options.BearerTokenExpiration = usual;
        using var refreshed = await app.Anonymous().PostAsJsonAsync("/api/auth/refresh", new { refreshToken = person.RefreshToken });
        var tokens = await refreshed.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(3600, tokens.GetProperty("expiresIn").GetInt64());
        person.Client.DefaultRequestHeaders.Authorization = new("Bearer", tokens.GetProperty("accessToken").GetString());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(person.Client));

        options.RefreshTokenExpiration = TimeSpan.FromMinutes(-1);
        var (_, expired) = await TestApp.LogInAsync(app.Anonymous(), person.Email);
        using var tooLate = await app.Anonymous().PostAsJsonAsync("/api/auth/refresh", new { refreshToken = expired });
        Assert.Equal(HttpStatusCode.Unauthorized, tooLate.StatusCode);
    }

    [Fact]
    public async Task AnEndedSessionGetsNoConnectionForACircuit()
    {
        await using var app = TestApp.Start();
        var person = await app.NewPersonAsync();
        var browser = await app.WithCookieAsync(person.Email);
        using var before = await browser.PostAsync("/_blazor/negotiate?negotiateVersion=1", null);
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        await app.Services.GetRequiredService<PersonSessions>().EndAllAsync(person.Id, CancellationToken.None);
        using var after = await browser.PostAsync("/_blazor/negotiate?negotiateVersion=1", null);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    private static Dictionary<string, string> Changing(string current, string next) =>
        new() { ["Form.Current"] = current, ["Form.Next"] = next, ["Form.Confirmation"] = next };

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(Closed);
        return answer.StatusCode;
    }
}
