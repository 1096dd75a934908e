using System.Net;
using System.Net.Http.Json;
using System.Text;
using ChatApp.Account;
using ChatApp.Tests.Running;

namespace ChatApp.Tests.Account;

[EveryDatabase]
public sealed class ApiGroupTests(SharedApp shared) : IClassFixture<SharedApp>
{
    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task UnsafeMethodsNeedTheAntiforgeryTokenWithACookieAndNotWithABearerToken(string method)
    {
        var app = shared.App;
        var person = await app.NewPersonAsync();
        var path = $"/api/chat/conversation{(method == "POST" ? "" : "/" + Guid.NewGuid())}";
        using var withoutToken = await SendAsync(await app.WithCookieAsync(person.Email, antiforgery: false), method, path);
        Assert.Equal((HttpStatusCode.BadRequest, "urn:chatapp:antiforgery"), (withoutToken.StatusCode, await withoutToken.ProblemTypeAsync()));
        foreach (var client in new[] { await app.WithCookieAsync(person.Email), person.Client })
        {
            using var answer = await SendAsync(client, method, path);
            Assert.Equal(method == "POST" ? HttpStatusCode.Created : HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("GET", "/api/nothing", 404, "not-found")]
    [InlineData("DELETE", "/api/auth/antiforgery", 405, "method-not-allowed")]
    [InlineData("POST", "/api/chat/conversation", 415, "media-type-not-supported")]
    public async Task WhatRoutingRefusesIsAProblemDocument(string method, string path, int status, string type)
    {
        var app = shared.App;
        var person = await app.NewPersonAsync();
        using var request = new HttpRequestMessage(new(method), path) { Content = new StringContent("x", Encoding.UTF8, "text/plain") };
        using var answer = await person.Client.SendAsync(request);
        Assert.Equal((status, "urn:chatapp:" + type), ((int)answer.StatusCode, await answer.ProblemTypeAsync()));
    }

    [Theory]
    [InlineData("GET", "/api/nothing")]
    [InlineData("GET", "/api/auth/antiforgery")]
    [InlineData("DELETE", "/api/chat/conversation/00000000-0000-0000-0000-000000000001")]
    public async Task NobodyIsToldToLogInAndNeverRedirected(string method, string path)
    {
        var app = shared.App;
        using var answer = await SendAsync(app.Anonymous(), method, path);
        Assert.Equal((HttpStatusCode.Unauthorized, "urn:chatapp:not-logged-in"), (answer.StatusCode, await answer.ProblemTypeAsync()));
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Theory]
    [InlineData("{bad")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"email":null,"password":"a long enough secret"}""")]
    [InlineData("""{"email":"a@example.org","password":"a long enough secret","isAdmin":true}""")]
    public async Task AMalformedBodyIsAProblemDocument(string body)
    {
        var app = shared.App;
        using var answer = await app.Anonymous().PostAsync("/api/auth/register", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal((HttpStatusCode.BadRequest, "urn:chatapp:malformed"), (answer.StatusCode, await answer.ProblemTypeAsync()));
    }

    [Fact]
    public async Task ABodyMayHaveTwoMegabytesAndNotMore()
    {
        var app = shared.App;
        using var answer = await app.Anonymous().PostAsJsonAsync("/api/auth/register", new { email = "a@example.org", password = new string('x', ApiGroup.BodyLimit) });
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "urn:chatapp:too-large"), (answer.StatusCode, await answer.ProblemTypeAsync()));
    }

    [Fact]
    public async Task AFormWithoutItsTokenDoesNothingAndIsShownAgain()
    {
        var app = shared.App;
        var person = await app.NewPersonAsync();
        var browser = await app.WithCookieAsync(person.Email, antiforgery: false);
        using var form = new FormUrlEncodedContent([new("_handler", "delete"), new("Form.Password", TestApp.Password)]);
        using var page = await browser.PostAsync("/account", form);
        using var logOut = await browser.PostAsync("/logout", new FormUrlEncodedContent([]));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (page.StatusCode, logOut.StatusCode));
        Assert.Contains(StaleForm.Sentence, await page.Content.ReadAsStringAsync());
        using var still = await browser.GetAsync("/api/auth/antiforgery");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string path)
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (method != "GET" && method != "DELETE")
            request.Content = JsonContent.Create(new { title = "x" });
        return await client.SendAsync(request);
    }
}
