using System.Security.Claims;
using ChatApp.Account;
using ChatApp.Data;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Admin.Audit;

/// <summary>Writes down what admins do. Scoped: the page or request that acts knows where its admin is.</summary>
internal sealed class AuditLog(AuthenticationStateProvider circuit, IHttpContextAccessor requests, TimeProvider time)
{
    /// <summary>Adds an entry through <paramref name="db"/>: belongs in the transaction of the act, after it was done.</summary>
    /// <param name="action">As <c>noun.verb</c>, such as <c>person.lock</c>.</param>
    /// <param name="target">A person's email, an endpoint's name, a reply's id.</param>
    /// <param name="detail">What else is worth knowing; never anyone's words.</param>
    public async Task RecordAsync(ChatDbContext db, Guid actorId, string action, string target, string? detail, CancellationToken ct)
    {
        db.AuditEntries.Add(new()
        {
            At = time.GetUtcNow().UtcDateTime,
            ActorId = actorId,
            Actor = Cut(await db.Users.Where(user => user.Id == actorId).Select(user => user.Email).SingleOrDefaultAsync(ct) ?? "", AuditEntry.ActorLength),
            Action = action,
            Target = Cut(target, AuditEntry.TargetLength),
            Detail = detail is null ? null : Cut(detail, AuditEntry.DetailLength),
            Address = await AddressAsync(db, ct),
        });
        await db.SaveChangesAsync(ct);
    }

    // A circuit outlives the request it began with, so only its log-in tells where it is.
    private async Task<string?> AddressAsync(ChatDbContext db, CancellationToken ct) =>
        (await PersonAsync()).SessionId() is { } session
            ? await db.Sessions.Where(row => row.Id == session).Select(row => row.Address).SingleOrDefaultAsync(ct)
            : requests.HttpContext?.Connection.RemoteIpAddress?.ToString();

    private async Task<ClaimsPrincipal> PersonAsync() => (await circuit.GetAuthenticationStateAsync()).User;

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
