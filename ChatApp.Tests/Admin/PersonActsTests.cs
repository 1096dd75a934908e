using System.Net;
using ChatApp.Account;
using ChatApp.Admin.People;
using ChatApp.Data;
using ChatApp.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatApp.Tests.Admin;

[EveryDatabase]
public sealed class PersonActsTests(PersonActsTests.AppWithAdmin fixture) : IClassFixture<PersonActsTests.AppWithAdmin>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;
    private readonly TestApp app = fixture.App;

    private delegate Task<string?> Act(PersonActs acts, System.Security.Claims.ClaimsPrincipal admin, Guid person);

    private static readonly Dictionary<string, Act> Acts = new()
    {
        ["person.promote"] = (acts, admin, person) => acts.PromoteAsync(admin, person, Ct),
        ["person.demote"] = (acts, admin, person) => acts.DemoteAsync(admin, person, Ct),
        ["person.lock"] = (acts, admin, person) => acts.LockAsync(admin, person, Ct),
        ["person.unlock"] = (acts, admin, person) => acts.UnlockAsync(admin, person, Ct),
        ["person.sign-out"] = (acts, admin, person) => acts.SignOutAsync(admin, person, Ct),
        ["person.limit"] = (acts, admin, person) => acts.LimitAsync(admin, person, 1, low: true, Ct),
        ["person.reset-link"] = async (acts, admin, person) => (await acts.ResetPasswordAsync(admin, person, Ct)).Refusal,
        ["person.delete"] = (acts, admin, person) => acts.DeleteAsync(admin, person, Ct),
    };

    public static TheoryData<string> Names => [.. Acts.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task EveryActIsWrittenDownWithWhoWhomWhenAndFromWhere(string name)
    {
        await using var desk = await fixture.AdminAsync();
        var person = await app.NewPersonAsync();
        // Something to undo, where the act undoes.
        if (name is "person.demote")
            await Desk.MakeAdminAsync(app, person.Id);
        if (name is "person.unlock")
            await Acts["person.lock"](desk.Acts, desk.Person, person.Id);
        var before = DateTime.UtcNow.AddMinutes(-1);

        Assert.Null(await Acts[name](desk.Acts, desk.Person, person.Id));

        var entry = Assert.Single(await Desk.LogAsync(app), entry => entry.Action == name && entry.Target == person.Email);
        Assert.Equal((desk.Id, desk.Person.Identity!.Name, "192.0.2.7"), (entry.ActorId, entry.Actor, entry.Address));
        Assert.InRange(entry.At, before, DateTime.UtcNow.AddMinutes(1));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task WhoIsAnAdminNoMoreCanDoNothingFromAPageStillOpen(string name)
    {
        var other = await app.NewPersonAsync();
        var person = await app.NewPersonAsync();
        await Desk.MakeAdminAsync(app, other.Id);
        await using var open = await Desk.OpenAsync(app, other.Id);
        // The row alone, as another node would do it: this process has not heard of the session's end.
        await app.QueryAsync(db => db.Users.Where(user => user.Id == other.Id).ExecuteUpdateAsync(set => set.SetProperty(user => user.IsAdmin, false)));
        var (before, count) = (await StateAsync(person.Id), (await Desk.LogAsync(app)).Count);

        Assert.Equal(PersonActs.NoRight, await Acts[name](open.Acts, open.Person, person.Id));

        Assert.Equal(before, await StateAsync(person.Id));
        Assert.Equal(count, (await Desk.LogAsync(app)).Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task APersonAndNobodyCanDoNothing(string name)
    {
        var victim = await app.NewPersonAsync();
        await using var desk = await Desk.OpenAsync(app, (await app.NewPersonAsync()).Id);

        Assert.Equal(PersonActs.NoRight, await Acts[name](desk.Acts, desk.Person, victim.Id));
        Assert.Equal(PersonActs.NoRight, await Acts[name](desk.Acts, new(new System.Security.Claims.ClaimsIdentity()), victim.Id));
    }

    [Theory]
    [InlineData("person.promote")]
    [InlineData("person.lock")]
    [InlineData("person.sign-out")]
    [InlineData("person.delete")]
    public async Task ItReachesTheTokensThePersonHoldsAtOnce(string name)
    {
        await using var desk = await fixture.AdminAsync();
        var person = await app.NewPersonAsync();
        using var before = await person.Client.GetAsync("/api/chat/conversations", Ct);
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        await Acts[name](desk.Acts, desk.Person, person.Id);

        using var after = await person.Client.GetAsync("/api/chat/conversations", Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task ALockedPersonCannotLogInUntilUnlocked()
    {
        await using var desk = await fixture.AdminAsync();
        var person = await app.NewPersonAsync();
        await desk.Acts.LockAsync(desk.Person, person.Id, Ct);
        await Assert.ThrowsAsync<HttpRequestException>(() => TestApp.LogInAsync(app.Anonymous(), person.Email));

        await desk.Acts.UnlockAsync(desk.Person, person.Id, Ct);

        await TestApp.LogInAsync(app.Anonymous(), person.Email);
    }

    [Fact]
    public async Task AResetLinkSetsThePasswordOnce()
    {
        await using var desk = await fixture.AdminAsync();
        var person = await app.NewPersonAsync();
        var (link, _) = await desk.Acts.ResetPasswordAsync(desk.Person, person.Id, Ct);
        var token = Uri.UnescapeDataString(link!.Split("token=")[1]);
        var links = app.Services.GetRequiredService<ResetLinks>();

        Assert.Null(await links.UseAsync(token, "another long secret", Ct));

        Assert.Equal(ResetLinks.Spent, await links.UseAsync(token, "a third long secret", Ct));
        await TestApp.LogInAsync(app.Anonymous(), person.Email, "another long secret");
        Assert.DoesNotContain(await Desk.LogAsync(app), entry => entry.Detail?.Contains(token, StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task WhatWasSoAlreadyIsNotWrittenDownAgain()
    {
        await using var desk = await fixture.AdminAsync();
        var person = await app.NewPersonAsync();
        await desk.Acts.LockAsync(desk.Person, person.Id, Ct);

        Assert.Null(await desk.Acts.LockAsync(desk.Person, person.Id, Ct));

        Assert.Single(await Desk.LogAsync(app), entry => entry.Action == "person.lock" && entry.Target == person.Email);
    }

    [Fact]
    public async Task NobodyLocksOrDeletesThemselves()
    {
        await using var desk = await fixture.AdminAsync();

        Assert.Equal(PersonActs.Yourself, await desk.Acts.LockAsync(desk.Person, desk.Id, Ct));
        Assert.Equal(PersonActs.Yourself, await desk.Acts.DeleteAsync(desk.Person, desk.Id, Ct));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(33)]
    [InlineData(-1)]
    public async Task ARunningLimitOutOfBoundsIsRefused(int limit)
    {
        await using var desk = await fixture.AdminAsync();
        var person = await app.NewPersonAsync();

        Assert.Equal(PersonActs.WrongLimit, await desk.Acts.LimitAsync(desk.Person, person.Id, limit, low: false, Ct));
        Assert.Null((await Desk.ReadAsync(app, person.Id)).MaxRunning);
    }

    [Fact]
    public async Task LimitAndPriorityReachTheRepliesThatWaitButForThoseMovedToTheFront()
    {
        await using var desk = await fixture.AdminAsync();
        var person = await app.NewPersonAsync();
        var conversation = new Conversation { UserId = person.Id, Title = "waiting" };
        Reply Waiting(ReplyPriority priority) => new()
        { Id = Guid.CreateVersion7(), ConversationId = conversation.Id, UserId = person.Id, Priority = priority, Endpoint = "gone", Model = "m", QueuedAt = DateTime.UtcNow };
        await app.QueryAsync(db =>
        {
            db.AddRange(conversation, Waiting(ReplyPriority.Normal), Waiting(ReplyPriority.High));
            return db.SaveChangesAsync(Ct);
        });

        Assert.Null(await desk.Acts.LimitAsync(desk.Person, person.Id, 2, low: true, Ct));

        var now = await Desk.ReadAsync(app, person.Id);
        Assert.Equal((2, ReplyPriority.Low), (now.MaxRunning, now.Priority));
        Assert.Equal([ReplyPriority.High, ReplyPriority.Low], await app.QueryAsync(db => db.Replies.Where(reply => reply.UserId == person.Id).Select(reply => reply.Priority).OrderBy(p => p).ToListAsync(Ct)));
    }

    [Fact]
    public async Task ADeletedPersonGoesWithEverythingThatIsTheirs()
    {
        await using var desk = await fixture.AdminAsync();
        var person = await app.NewPersonAsync();
        await app.QueryAsync(db =>
        {
            db.Add(new Conversation { UserId = person.Id, Title = "theirs" });
            return db.SaveChangesAsync(Ct);
        });

        Assert.Null(await desk.Acts.DeleteAsync(desk.Person, person.Id, Ct));

        Assert.Equal((0, 0, 0), await app.QueryAsync(async db => (
            await db.Users.CountAsync(user => user.Id == person.Id, Ct),
            await db.Conversations.CountAsync(row => row.UserId == person.Id, Ct),
            await db.Sessions.CountAsync(row => row.UserId == person.Id, Ct))));
        Assert.Equal(PersonActs.Gone, await desk.Acts.UnlockAsync(desk.Person, person.Id, Ct));
    }

    private Task<string> StateAsync(Guid id) => app.QueryAsync(db => db.Users.Where(user => user.Id == id)
        .Select(user => $"{user.IsAdmin} {user.LockoutEnd} {user.MaxRunning} {user.Priority} {user.SecurityStamp} {db.Sessions.Count(session => session.UserId == id && session.EndedAt == null)}").SingleAsync(Ct));

    public sealed class AppWithAdmin : IAsyncLifetime
    {
        private Guid admin;

        public TestApp App { get; } = TestApp.Start();

        public async ValueTask InitializeAsync() => admin = (await App.NewPersonAsync()).Id;

        internal Task<Desk> AdminAsync() => Desk.OpenAsync(App, admin);

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
