using System.Net;
using ChatApp.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Tests.Account;

[EveryDatabase]
public sealed class PageTests
{
    [Fact]
    public async Task APersonRegistersLogsOutAndLogsInWithoutScript()
    {
        await using var app = TestApp.Start();
        var browser = app.Anonymous();
        using var asked = await browser.GetAsync("/c/1?x=2");
        Assert.Equal("/login?ReturnUrl=%2Fc%2F1%3Fx%3D2", asked.Leads());

        using var registered = await browser.SubmitAsync("/register?ReturnUrl=%2Faccount", "register", Registering("a@example.org"));
        Assert.Equal((HttpStatusCode.Found, "/account"), (registered.StatusCode, registered.Leads()));

        using var home = await browser.GetAsync("/login");
        Assert.Equal("/", home.Leads());

        using var left = await browser.SubmitAsync("/account", "/logout", []);
        Assert.Equal("/login?loggedout=1", left.Leads());
        var farewell = await browser.GetStringAsync(left.Leads());
        Assert.Contains("You are logged out.", farewell);
        Assert.Contains($"data-person=\"{await app.QueryAsync(db => db.Users.Select(user => user.Id).SingleAsync())}\"", farewell);

        using var entered = await browser.SubmitAsync("/login?ReturnUrl=%2Fc%2F1", "login", new() { ["Form.Email"] = "A@Example.org", ["Form.Password"] = TestApp.Password });
        Assert.Equal("/c/1", entered.Leads());
    }

    private static Dictionary<string, string> Registering(string email) =>
        new() { ["Form.Email"] = email, ["Form.Password"] = TestApp.Password, ["Form.Confirmation"] = TestApp.Password };
}
