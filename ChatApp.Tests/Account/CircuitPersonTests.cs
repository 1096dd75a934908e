using System.Security.Claims;
using ChatApp.Account;
using ChatApp.Data;
using ChatApp.Tests.Running;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ChatApp.Tests.Account;

[EveryDatabase]
public sealed class CircuitPersonTests
{
    [Fact]
    public async Task TheEndOfASessionMakesItsOpenPagesNobodysAndCutsTheirConnectionsTwoSecondsLater()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var app = TestApp.Start(services: services => services.AddSingleton<TimeProvider>(time));
        var (mine, others) = (await LoggedInAsync(app), await LoggedInAsync(app));
        await using var scope = app.Services.CreateAsyncScope();
        await using var otherScope = app.Services.CreateAsyncScope();
        var page = await OpenAsync(scope, mine);
        var otherPage = await OpenAsync(otherScope, others);
        var aborted = 0;
        using var connection = app.Services.GetRequiredService<OpenPages>().Connect(mine.SessionId()!.Value, () => aborted++);
        var told = 0;
        page.AuthenticationStateChanged += _ => told++;

        await app.Services.GetRequiredService<PersonSessions>().EndAllAsync(mine.PersonId(), CancellationToken.None);
        Assert.Equal((1, false, 0), (told, await IsSomebodyAsync(page), aborted));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, aborted);
        Assert.True(await IsSomebodyAsync(otherPage));
    }

    [Fact]
    public async Task AConnectionThatComesBackAsSomebodyElseMakesThePageNobodys()
    {
        await using var app = TestApp.Start();
        await using var scope = app.Services.CreateAsyncScope();
        var page = await OpenAsync(scope, await LoggedInAsync(app));
        page.SetAuthenticationState(Task.FromResult(new AuthenticationState(await LoggedInAsync(app))));

        Assert.False(await IsSomebodyAsync(page));
    }

    [Fact]
    public async Task APageThatOpensWithASessionJustEndedIsNobodys()
    {
        await using var app = TestApp.Start();
        await using var scope = app.Services.CreateAsyncScope();
        var principal = await LoggedInAsync(app);
        await app.Services.GetRequiredService<PersonSessions>().EndAsync(principal.PersonId(), principal.SessionId()!.Value, CancellationToken.None);

        Assert.False(await IsSomebodyAsync(await OpenAsync(scope, principal)));
        Assert.False(await app.Services.GetRequiredService<SessionGuard>().HoldsAsync(principal, CancellationToken.None));
    }

    [Fact]
    public async Task ASessionThatCannotBeCheckedHasNotEndedAndAllowsNoCommand()
    {
        await using var app = TestApp.Start(services: UnreliableDatabase.Add);
        await using var scope = app.Services.CreateAsyncScope();
        var principal = await LoggedInAsync(app);

        app.Services.GetRequiredService<UnreliableDatabase>().IsUnavailable = true;

        Assert.True(await IsSomebodyAsync(await OpenAsync(scope, principal)));
        var trouble = await Assert.ThrowsAnyAsync<Exception>(() =>
            app.Services.GetRequiredService<SessionGuard>().HoldsAsync(principal, CancellationToken.None));
        Assert.True(DatabaseTrouble.IsTrouble(trouble));
    }

    private static async Task<ClaimsPrincipal> LoggedInAsync(TestApp app)
    {
        var registered = (RegistrationResult.Registered)await app.Services.GetRequiredService<Registrations>()
            .RegisterAsync($"{Guid.NewGuid():N}@example.org", TestApp.Password, CancellationToken.None);
        return (await app.Services.GetRequiredService<PersonSessions>().BeginAsync(registered.Person, new DefaultHttpContext(), CancellationToken.None))!;
    }

    private static async Task<CircuitPerson> OpenAsync(AsyncServiceScope scope, ClaimsPrincipal principal)
    {
        var page = scope.ServiceProvider.GetRequiredService<CircuitPerson>();
        page.SetAuthenticationState(Task.FromResult(new AuthenticationState(principal)));
        await page.WatchAsync(CancellationToken.None);
        return page;
    }

    private static async Task<bool> IsSomebodyAsync(CircuitPerson page) => (await page.GetAuthenticationStateAsync()).User.Identity?.IsAuthenticated == true;
}
