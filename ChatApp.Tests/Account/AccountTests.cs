using System.Net;
using System.Net.Http.Json;
using ChatApp.Account;
using ChatApp.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatApp.Tests.Account;

[EveryDatabase]
public sealed class AccountTests
{
    [Fact]
    public async Task TheLastAdminCannotDeleteTheAccount()
    {
        await using var app = TestApp.Start();
        var admin = await app.NewPersonAsync();
        var second = await app.NewPersonAsync();
        var browser = await app.WithCookieAsync(admin.Email, antiforgery: false);
        using var refused = await browser.SubmitAsync("/account", "delete", new() { ["Form.Password"] = TestApp.Password });
        Assert.Contains("You are the last admin.", await refused.Content.ReadAsStringAsync());
        Assert.Equal(2, await app.QueryAsync(db => db.Users.CountAsync()));

        await app.QueryAsync(db => db.Users.Where(user => user.Id == second.Id).ExecuteUpdateAsync(set => set.SetProperty(user => user.IsAdmin, true)));
        using var deleted = await browser.SubmitAsync("/account", "delete", new() { ["Form.Password"] = TestApp.Password });
        Assert.Equal("/login?loggedout=1", deleted.Leads());
        Assert.Equal(second.Id, await app.QueryAsync(db => db.Users.Select(user => user.Id).SingleAsync()));
    }

    [Fact]
    public async Task ADeletedAccountTakesItsDataAndItsLogInsAlong()
    {
        await using var app = TestApp.Start();
        await app.NewPersonAsync();
        var person = await app.NewPersonAsync();
        using var made = await person.Client.PostAsJsonAsync("/api/chat/conversation", new { title = "Mine" });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var browser = await app.WithCookieAsync(person.Email, antiforgery: false);
        using var wrong = await browser.SubmitAsync("/account", "delete", new() { ["Form.Password"] = "not this one" });
        Assert.Contains("The password is wrong.", await wrong.Content.ReadAsStringAsync());
        using var deleted = await browser.SubmitAsync("/account", "delete", new() { ["Form.Password"] = TestApp.Password });

        Assert.Equal(0, await app.QueryAsync(db => db.Conversations.CountAsync()) + await app.QueryAsync(db => db.Sessions.CountAsync(session => session.UserId == person.Id)));
        using var answer = await person.Client.GetAsync("/api/auth/antiforgery");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task AResetLinkWorksOnceAndEndsTheSessions()
    {
        await using var app = TestApp.Start();
        var person = await app.NewPersonAsync();
        var link = await app.Services.GetRequiredService<ResetLinks>().CreateAsync(person.Email.ToUpperInvariant(), CancellationToken.None);
        var browser = app.Anonymous();
        using var weak = await browser.SubmitAsync(link!, "reset", Setting("short"));
        Assert.Contains("at least 8 characters", await weak.Content.ReadAsStringAsync());
        using var set = await browser.SubmitAsync(link!, "reset", Setting("another long secret"));
        Assert.Contains("The new password is set.", await set.Content.ReadAsStringAsync());
        var again = await browser.GetStringAsync(link);
        Assert.Contains(ResetLinks.Spent, again);
        Assert.DoesNotContain("<form", again);

        using var old = await person.Client.GetAsync("/api/auth/antiforgery");
        Assert.Equal(HttpStatusCode.Unauthorized, old.StatusCode);
        await TestApp.LogInAsync(app.Anonymous(), person.Email, "another long secret");
    }

    [Fact]
    public async Task AMadeUpResetLinkDoesNothing()
    {
        await using var app = TestApp.Start();
        foreach (var token in new[] { "", "nonsense" })
            Assert.Contains(ResetLinks.Spent, await app.Anonymous().GetStringAsync($"{ResetLinks.Page}?token={token}"));
    }

    [Fact]
    public async Task TheRoleOfTheFirstPersonIsAdminAndOfTheSecondNone()
    {
        await using var app = TestApp.Start();
        var people = new[] { await app.NewPersonAsync(), await app.NewPersonAsync() };
        var statuses = new List<HttpStatusCode>();
        foreach (var person in people)
        {
            using var answer = await (await app.WithCookieAsync(person.Email)).GetAsync("/hangfire");
            statuses.Add(answer.StatusCode);
        }
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.NotFound], statuses);
    }

    [SqliteOnly("with a server database the keys are rows")]
    [Fact]
    public async Task KeysAreForTheOwnerOnly()
    {
        await using var app = TestApp.Start();
        await app.NewPersonAsync();
        var keys = new DirectoryInfo(Path.Combine(app.Folder, "keys"));
        Assert.NotEmpty(keys.GetFiles());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, keys.UnixFileMode);
    }

    [Theory]
    [InlineData("Accounts:Registration", "Sometimes")]
    [InlineData("Accounts:Registration", "7")]
    [InlineData("Accounts:AttemptsPerMinute", "-1")]
    [InlineData("Accounts:AttemptsPerMinute", "many")]
    public async Task ABadSettingStopsTheStartNamingItsKey(string key, string value)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration[key] = value;
        builder.AddAccount();
        await using var app = builder.Build();
        var refusal = Record.Exception(app.Services.GetRequiredService<IStartupValidator>().Validate);
        Assert.NotNull(refusal);
        Assert.Contains(key, string.Join(" ", ChatApp.Shell.StartRefusals.Of(refusal)));
    }

    private static Dictionary<string, string> Setting(string password) => new() { ["Form.Password"] = password, ["Form.Confirmation"] = password };
}
