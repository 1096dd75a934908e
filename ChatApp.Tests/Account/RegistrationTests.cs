using System.Net;
using System.Net.Http.Json;
using ChatApp.Account;
using ChatApp.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Tests.Account;

[EveryDatabase]
public sealed class RegistrationTests
{
    [Fact]
    public async Task FiftyFirstRegistrationsAtOnceMakeOneAdmin()
    {
        await using var app = TestApp.Start();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => app.NewPersonAsync()));

        Assert.Equal(50, await app.QueryAsync(db => db.Users.CountAsync()));
        var admin = await app.QueryAsync(db => db.Users.SingleAsync(user => user.IsAdmin));
        Assert.Equal(admin.Id, await app.QueryAsync(db => db.Setups.Select(setup => setup.AdminId).SingleAsync()));
    }

    [Fact]
    public async Task AnEmptiedTableOfPeopleNeverMakesANewAdmin()
    {
        await using var app = TestApp.Start();
        await app.NewPersonAsync();
        await app.QueryAsync(db => db.Users.ExecuteDeleteAsync());
        var next = await app.NewPersonAsync();

        Assert.False(await app.QueryAsync(db => db.Users.Where(user => user.Id == next.Id).Select(user => user.IsAdmin).SingleAsync()));
    }

    [Fact]
    public async Task AClosedRegistrationMakesNoAccount()
    {
        await using var app = TestApp.Start(new() { ["Accounts:Registration"] = "Closed" });
        await AssertRefused(app, "a@example.org", TestApp.Password, HttpStatusCode.Forbidden, "urn:chatapp:registration-closed");
        using var page = await app.Anonymous().GetAsync("/register");
        Assert.DoesNotContain("<form", await page.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("seven77", true)]
    [InlineData("Password123", true)]
    [InlineData("long.address@example.org", true)]
    [InlineData("allsmall", false)]
    [InlineData("ÄÖ ümläut ☃ 8", false)]
    public void LengthCountsAndCompositionDoesNot(string password, bool refused) =>
        Assert.Equal(refused, PasswordRules.RefusalOf(password, "Long.Address@example.org") is not null);

    [Fact]
    public async Task APasswordMayHave128CharactersAndNotOneMore()
    {
        await using var app = TestApp.Start();
        await AssertRefused(app, "a@example.org", new string('x', 64) + new string('y', 65), HttpStatusCode.UnprocessableEntity, "urn:chatapp:password-refused");
        using var answer = await app.Anonymous().PostAsJsonAsync("/api/auth/register", new { email = "a@example.org", password = new string('x', 64) + new string('y', 64) });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task WhatIsNoEmailIsRefused()
    {
        await using var app = TestApp.Start();
        foreach (var email in new[] { "nobody", "two words@example.org", "@", "a@b@c", "" })
            await AssertRefused(app, email, TestApp.Password, HttpStatusCode.UnprocessableEntity, "urn:chatapp:email-refused");
    }

    [Fact]
    public async Task AnEmailBelongsToOneAccountHoweverItIsWritten()
    {
        await using var app = TestApp.Start();
        await app.NewPersonAsync("Same@Example.org");
        await AssertRefused(app, " same@example.ORG ", TestApp.Password, HttpStatusCode.Conflict, "urn:chatapp:email-taken");
    }

    private static async Task AssertRefused(TestApp app, string email, string password, HttpStatusCode status, string type)
    {
        var before = await app.QueryAsync(db => db.Users.CountAsync());
        using var answer = await app.Anonymous().PostAsJsonAsync("/api/auth/register", new { email, password });
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(type, await answer.ProblemTypeAsync());
        Assert.Equal(before, await app.QueryAsync(db => db.Users.CountAsync()));
    }
}
