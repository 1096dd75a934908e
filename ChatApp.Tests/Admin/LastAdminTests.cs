using ChatApp.Admin.People;
using ChatApp.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Tests.Admin;

/// <summary>There is always somebody who can act as an admin.</summary>
[EveryDatabase]
public sealed class LastAdminTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheLastAdminIsNeitherDemotedNorLockedNorDeleted()
    {
        await using var app = TestApp.Start();
        var (first, second) = (await app.NewPersonAsync(), await app.NewPersonAsync());
        await Desk.MakeAdminAsync(app, second.Id);
        await using var desk = await Desk.OpenAsync(app, first.Id);
        // An admin who is locked is none that could help.
        Assert.Null(await desk.Acts.LockAsync(desk.Person, second.Id, Ct));

        Assert.Equal(PersonActs.LastAdmin, await desk.Acts.DemoteAsync(desk.Person, first.Id, Ct));

        Assert.True((await Desk.ReadAsync(app, first.Id)).IsAdmin);
        Assert.Null(await desk.Acts.DeleteAsync(desk.Person, second.Id, Ct));
    }

    [Theory]
    [InlineData("demote")]
    [InlineData("lock")]
    [InlineData("delete")]
    public async Task OfTwoAdminsWhoTurnOnEachOtherAtOnceOneStays(string how)
    {
        await using var app = TestApp.Start();
        var (first, second) = (await app.NewPersonAsync(), await app.NewPersonAsync());
        await Desk.MakeAdminAsync(app, second.Id);
        await using var one = await Desk.OpenAsync(app, first.Id);
        await using var two = await Desk.OpenAsync(app, second.Id);
        Task<string?> Turn(Desk on, Guid whom) => Task.Run(() => how switch
        {
            "demote" => on.Acts.DemoteAsync(on.Person, whom, Ct),
            "lock" => on.Acts.LockAsync(on.Person, whom, Ct),
            _ => on.Acts.DeleteAsync(on.Person, whom, Ct),
        });

        var answers = await Task.WhenAll(Turn(one, second.Id), Turn(two, first.Id));

        Assert.Single(answers, answer => answer is null);
        Assert.Single(answers, PersonActs.NoRight);
        var now = DateTimeOffset.UtcNow;
        Assert.Equal(1, await app.QueryAsync(db => db.Users.CountAsync(user => user.IsAdmin && user.LockoutEnd == null, Ct)));
    }
}
