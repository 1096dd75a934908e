using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ChatApp.Account;
using ChatApp.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace ChatApp.Tests.Account;

[EveryDatabase]
public sealed class StrangerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhoIsNotLoggedInGetsNoCircuit()
    {
        await using var app = TestApp.Start();
        var stranger = app.Anonymous();

        foreach (var path in new[] { "/_blazor/negotiate?negotiateVersion=1", "/_blazor/negotiate/?negotiateVersion=1", "/_blazor" })
        {
            using var refused = await stranger.PostAsync(path, null, Ct);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }
        Assert.DoesNotContain("\"type\":\"server\"", await stranger.GetStringAsync("/not-found", Ct), StringComparison.Ordinal);
        var person = await app.WithCookieAsync((await app.NewPersonAsync()).Email, antiforgery: false);
        using var open = await person.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, Ct);
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        Assert.Contains("\"type\":\"server\"", await person.GetStringAsync("/", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CookiesBehindHttpsAreForHttpsAlone()
    {
        await using var app = TestApp.Start(settings: new() { ["Proxy:Known"] = "127.0.0.0/8,::1" });
        var client = app.Anonymous();
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        var person = await app.NewPersonAsync();

        using var page = await client.GetAsync("/login", Ct);
        using var entered = await client.PostAsJsonAsync("/api/auth/login?useCookies=true", new { email = person.Email, password = TestApp.Password }, Ct);

        foreach (var cookie in page.Headers.GetValues("Set-Cookie").Concat(entered.Headers.GetValues("Set-Cookie")))
            Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task TheAddressOfAResetPageIsToldToNobody()
    {
        await using var app = TestApp.Start();

        using var answer = await app.Anonymous().GetAsync("/reset-password?token=x", Ct);

        Assert.Equal(["no-referrer"], answer.Headers.GetValues("Referrer-Policy"));
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Theory]
    [InlineData("/\u2044evil")]
    [InlineData("/\u3002evil")]
    [InlineData("/a b")]
    [InlineData("/\\evil")]
    [InlineData("//evil")]
    [InlineData("/\t/evil")]
    [InlineData("javascript:alert(1)")]
    public void AfterALogInNobodyIsLedWhereAHeaderCannotGo(string address) => Assert.Equal("/", LocalAddress.OrHome(address));

    [Fact]
    public async Task ALogInSucceedsWhateverAddressItIsToReturnTo()
    {
        await using var app = TestApp.Start();
        var person = await app.NewPersonAsync();

        using var entered = await app.Anonymous().SubmitAsync("/login?ReturnUrl=%2F%E2%81%84evil", "login", new() { ["Form.Email"] = person.Email, ["Form.Password"] = TestApp.Password });

        Assert.Equal((HttpStatusCode.Found, "/"), (entered.StatusCode, entered.Leads()));
    }

    [Theory]
    [InlineData("a\u202Eb@example.org")]
    [InlineData("a\u200Bb@example.org")]
    public async Task AnEmailWithCharactersThatNobodySeesIsRefused(string email)
    {
        await using var app = TestApp.Start();

        using var answer = await app.Anonymous().PostAsJsonAsync("/api/auth/register", new { email, password = TestApp.Password }, Ct);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Fact]
    public async Task AMemberNamedTwiceIsMalformed()
    {
        await using var app = TestApp.Start();
        var person = await app.NewPersonAsync();
        using var body = new StringContent("""{"title":"one","title":"two"}""", Encoding.UTF8, "application/json");

        using var answer = await person.Client.PostAsync("/api/chat/conversation", body, Ct);

        Assert.Equal((HttpStatusCode.BadRequest, "urn:chatapp:malformed"), (answer.StatusCode, await answer.ProblemTypeAsync()));
    }

    [Fact]
    public async Task TheAntiforgeryTokenSaysWhoseItIsAndIsKeptNowhere()
    {
        await using var app = TestApp.Start();
        var person = await app.NewPersonAsync();

        using var answer = await person.Client.GetAsync("/api/auth/antiforgery", Ct);
        using var history = await person.Client.GetAsync("/api/chat/conversations", Ct);

        Assert.Equal(person.Id, (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("person").GetGuid());
        Assert.True(history.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task AFormOfMoreThanTwoMegabytesIsNotRead()
    {
        await using var app = TestApp.Start();
        using var body = new StringContent("Form.Email=" + new string('x', 3 << 20), Encoding.UTF8, "application/x-www-form-urlencoded");

        using var answer = await app.Anonymous().PostAsync("/login", body, Ct);

        Assert.InRange((int)answer.StatusCode, 400, 413);
        Assert.Equal(2 << 20, app.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>>().Value.Limits.MaxRequestBodySize);
    }
}
