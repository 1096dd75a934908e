using System.Security.Claims;
using ChatApp.Data;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace ChatApp.Account;

/// <summary>Who sits before a page. On a circuit it stays the person and session it began with; after their end, or when the connection comes back as somebody else, it is nobody.</summary>
internal sealed class CircuitPerson(OpenPages pages, SessionGuard guard) : AuthenticationStateProvider, IHostEnvironmentAuthenticationStateProvider, IDisposable
{
    private ClaimsPrincipal? person;
    private IDisposable? openPage;

    public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(person ?? PersonClaims.Nobody));

    public void SetAuthenticationState(Task<AuthenticationState> authenticationStateTask)
    {
        // The framework hands over a finished task: it made it from the request's user.
        var arrived = authenticationStateTask.GetAwaiter().GetResult().User;
        if (person is null)
            person = arrived;
        else if (person.SessionId() != arrived.SessionId())
            SignOut();
    }

    /// <summary>Begins to listen for the end of the session; a session that ended before signs out at once.</summary>
    public async Task WatchAsync(CancellationToken ct)
    {
        if (person?.SessionId() is { } session)
            openPage = pages.Open(session, SignOut);
        if (person is null || await HasEndedAsync(person, ct))
            SignOut();
    }

    public void Dispose() => openPage?.Dispose();

    // A session that cannot be checked has not ended: the watcher asks again, and each command for itself.
    private async Task<bool> HasEndedAsync(ClaimsPrincipal principal, CancellationToken ct)
    {
        try
        {
            return !await guard.HoldsAsync(principal, ct);
        }
        catch (Exception exception) when (DatabaseTrouble.IsTrouble(exception))
        {
            return false;
        }
    }

    private void SignOut()
    {
        person = PersonClaims.Nobody;
        NotifyAuthenticationStateChanged(GetAuthenticationStateAsync());
    }

    /// <summary>Tells the circuits from the prerendered pages, which need no watching.</summary>
    internal sealed class Watch(CircuitPerson person) : CircuitHandler
    {
        public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken) => person.WatchAsync(cancellationToken);
    }
}
