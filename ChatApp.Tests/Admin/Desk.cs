using System.Security.Claims;
using ChatApp.Account;
using ChatApp.Admin.People;
using ChatApp.Data;
using ChatApp.Tests.Running;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatApp.Tests.Admin;

/// <summary>An admin's open page as the server knows it: a scope of its own, and the person who sits before it.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private readonly AsyncServiceScope scope;

    private Desk(AsyncServiceScope scope, ClaimsPrincipal person) => (this.scope, Person) = (scope, person);

    public ClaimsPrincipal Person { get; }
    public Guid Id => Person.PersonId();
    public IServiceProvider Services => scope.ServiceProvider;
    public PersonActs Acts => Services.GetRequiredService<PersonActs>();

    /// <summary>Logs the person in as the rows know them now, from 192.0.2.7.</summary>
    public static async Task<Desk> OpenAsync(TestApp app, Guid personId)
    {
        var person = await app.QueryAsync(db => db.Users.AsNoTracking().SingleAsync(user => user.Id == personId));
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = System.Net.IPAddress.Parse("192.0.2.7");
        var principal = (await app.Services.GetRequiredService<PersonSessions>().BeginAsync(person, http, CancellationToken.None))!;
        var scope = app.Services.CreateAsyncScope();
        var circuit = scope.ServiceProvider.GetRequiredService<CircuitPerson>();
        circuit.SetAuthenticationState(Task.FromResult(new AuthenticationState(principal)));
        await circuit.WatchAsync(CancellationToken.None);
        return new(scope, principal);
    }

    /// <summary>Makes the person an admin without anybody's act.</summary>
    public static Task<int> MakeAdminAsync(TestApp app, Guid personId) =>
        app.QueryAsync(db => db.Users.Where(user => user.Id == personId).ExecuteUpdateAsync(set => set.SetProperty(user => user.IsAdmin, true)));

    public static Task<User> ReadAsync(TestApp app, Guid personId) => app.QueryAsync(db => db.Users.AsNoTracking().SingleAsync(user => user.Id == personId));

    public static Task<List<AuditEntry>> LogAsync(TestApp app) => app.QueryAsync(db => db.AuditEntries.AsNoTracking().OrderBy(entry => entry.Id).ToListAsync());

    public ValueTask DisposeAsync() => scope.DisposeAsync();
}
