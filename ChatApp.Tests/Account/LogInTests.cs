using System.Net;
using System.Net.Http.Json;
using ChatApp.Account;
using ChatApp.Data;
using ChatApp.Tests.Running;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ChatApp.Tests.Account;

[EveryDatabase]
public sealed class LogInTests
{
    [Fact]
    public async Task UnknownWrongAndLockedGetTheSameAnswer()
    {
        await using var app = TestApp.Start();
        await app.NewPersonAsync("a@example.org");
        var unknown = await RefusalAsync(app, "b@example.org", "wrong password");
        var wrong = await RefusalAsync(app, "a@example.org", "wrong password");
        for (var i = 0; i < PasswordCheck.FailuresBeforeLock; i++)
            await RefusalAsync(app, "a@example.org", "wrong password");
        var locked = await RefusalAsync(app, "a@example.org", TestApp.Password);

        Assert.Contains(PasswordCheck.Refusal, unknown);
        Assert.Equal(unknown, wrong);
        Assert.Equal(unknown, locked);
    }

    /// <summary>Composing accents would throw at U+FFFE, and would miss emails that were stored as they came.</summary>
    [Fact]
    public async Task AnEmailIsLookedUpCharacterByCharacter()
    {
        await using var app = TestApp.Start();
        await app.NewPersonAsync("Jose\u0301@example.org");

        await TestApp.LogInAsync(app.Anonymous(), "jOSE\u0301@example.org");
        foreach (var other in new[] { "jose\ufffe@example.org", "jos\u00e9@example.org" })
        {
            var refusal = await RefusalAsync(app, other, TestApp.Password);
            Assert.Contains(PasswordCheck.Refusal, refusal, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AnUnknownEmailCostsAsManyHashesAsAWrongPassword()
    {
        var hasher = new CountingHasher();
        await using var app = TestApp.Start(services: services => services.AddSingleton<IPasswordHasher<User>>(hasher));
        await app.NewPersonAsync("a@example.org");
        foreach (var email in new[] { "a@example.org", "b@example.org" })
        {
            var before = hasher.Verified;
            await RefusalAsync(app, email, "wrong password");
            Assert.Equal(before + 1, hasher.Verified);
        }
    }

    [Fact]
    public async Task FiveFailuresLockForFiveMinutesAndEndTheSessions()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var app = TestApp.Start(services: services => services.AddSingleton<TimeProvider>(time));
        var person = await app.NewPersonAsync();
        for (var i = 0; i < PasswordCheck.FailuresBeforeLock - 1; i++)
            await RefusalAsync(app, person.Email, "wrong password");
        Assert.Equal(HttpStatusCode.OK, (await person.Client.GetAsync("/api/auth/antiforgery")).StatusCode);
        await RefusalAsync(app, person.Email, "wrong password");

        Assert.Equal(HttpStatusCode.Unauthorized, (await person.Client.GetAsync("/api/auth/antiforgery")).StatusCode);
        time.Advance(PasswordCheck.LockTime - TimeSpan.FromSeconds(1));
        await RefusalAsync(app, person.Email, TestApp.Password);
        time.Advance(TimeSpan.FromSeconds(2));
        await TestApp.LogInAsync(app.Anonymous(), person.Email);
    }

    [Fact]
    public async Task ASuccessForgetsTheFailuresBefore()
    {
        await using var app = TestApp.Start();
        var person = await app.NewPersonAsync();
        for (var i = 0; i < 2 * PasswordCheck.FailuresBeforeLock; i++)
        {
            if (i % 3 == 0)
                await TestApp.LogInAsync(app.Anonymous(), person.Email);
            await RefusalAsync(app, person.Email, "wrong password");
        }
        await TestApp.LogInAsync(app.Anonymous(), person.Email);
    }

    [Fact]
    public async Task AnAddressMayTrySoOftenAMinuteOverPagesAndApiTogether()
    {
        await using var app = TestApp.Start(new() { ["Accounts:AttemptsPerMinute"] = "3" });
        await RefusalAsync(app, "a@example.org", "wrong password");
        using var page = await app.Anonymous().SubmitAsync("/login", "login", new() { ["Form.Email"] = "a@example.org", ["Form.Password"] = "x" });
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        using var third = await app.Anonymous().PostAsJsonAsync("/api/auth/register", new { email = "a@example.org", password = TestApp.Password });
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);

        using var api = await app.Anonymous().PostAsJsonAsync("/api/auth/login", new { email = "a@example.org", password = TestApp.Password });
        using var again = await app.Anonymous().SubmitAsync("/login", "login", new() { ["Form.Email"] = "a@example.org", ["Form.Password"] = TestApp.Password });
        Assert.Equal("urn:chatapp:too-many-attempts", await api.ProblemTypeAsync());
        Assert.Contains("Too many attempts", await again.Content.ReadAsStringAsync());
        foreach (var refused in new[] { api, again })
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        }
    }

    [Theory]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("https://elsewhere.example")]
    [InlineData("/\t/elsewhere.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("elsewhere")]
    [InlineData(null)]
    public void OnlyPathsOfThisSiteAreLedTo(string? address) => Assert.Equal("/", LocalAddress.OrHome(address));

    [Fact]
    public async Task ALogInLeadsNowhereElse()
    {
        await using var app = TestApp.Start();
        await app.NewPersonAsync("a@example.org");
        using var entered = await app.Anonymous().SubmitAsync("/login?ReturnUrl=%2F%2Felsewhere.example", "login",
            new() { ["Form.Email"] = "a@example.org", ["Form.Password"] = TestApp.Password });
        Assert.Equal((HttpStatusCode.Found, "/"), (entered.StatusCode, entered.Leads()));
    }

    private static async Task<string> RefusalAsync(TestApp app, string email, string password)
    {
        using var answer = await app.Anonymous().PostAsJsonAsync("/api/auth/login", new { email, password });
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        return System.Text.RegularExpressions.Regex.Replace(await answer.Content.ReadAsStringAsync(), "\"traceId\":\"[^\"]*\"", "");
    }

    private sealed class CountingHasher : PasswordHasher<User>
    {
        public int Verified { get; private set; }

        public override PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword)
        {
            Verified++;
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
