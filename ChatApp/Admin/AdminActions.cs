using ChatApp.Admin.Audit;
using ChatApp.Data;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Admin;

/// <summary>How an admin's action ended.</summary>
internal enum Deed
{
    Done,

    /// <summary>Somebody was faster, or it was so already.</summary>
    Nothing,

    /// <summary>Whoever asked is no admin any more.</summary>
    NotAllowed,
}

/// <summary>The one door of every action of an admin: the right, the change, the audit and the number that other processes look at, in one transaction.</summary>
internal sealed class AdminActions(IDbContextFactory<ChatDbContext> databases, AdminGuard guard, AuditLog audit, SwitchWatch switches, AuthenticationStateProvider circuit)
{
    /// <param name="action">As <c>noun.verb</c>.</param>
    /// <param name="change">Makes the change and returns what else is worth knowing of it; null when there was nothing to change, and then nothing is written at all.</param>
    public async Task<Deed> DoAsync(string action, string target, Func<ChatDbContext, CancellationToken, Task<string?>> change, CancellationToken ct)
    {
        var principal = (await circuit.GetAuthenticationStateAsync()).User;
        var deed = await databases.InTransactionAsync(async (db, ct) =>
        {
            // Raised first: two admins at once get an order by this row, and the later one has the last word.
            await db.TellOtherProcessesAsync(ct);
            if (await guard.FindAsync(db, principal, ct) is not { } admin)
                return Deed.NotAllowed;
            if (await change(db, ct) is not { } detail)
                return Deed.Nothing;
            await audit.RecordAsync(db, admin, action, target, detail.Length > 0 ? detail : null, ct);
            return Deed.Done;
        }, deed => deed is Deed.Done, ct);
        if (deed is Deed.Done)
            await LookAsync(ct);
        return deed;
    }

    // The change is committed. A look that fails comes again within a second.
    private async Task LookAsync(CancellationToken ct)
    {
        try
        {
            await switches.LookAsync(ct);
        }
        catch (Exception exception) when (DatabaseTrouble.IsTrouble(exception))
        {
        }
    }
}
