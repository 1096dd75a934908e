using ChatApp.Data;
using ChatApp.LanguageModels;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Replies;

internal sealed partial class ReplyCommands
{
    private async Task<bool> MayUseAsync(Guid personId, ModelChoice model, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await MayUseAsync(db, personId, model, ct);
    }

    /// <summary>The model itself, or the default where admins keep it from this person.</summary>
    private async Task<ModelChoice> AllowedAsync(ChatDbContext db, Guid personId, ModelChoice model, CancellationToken ct) =>
        await MayUseAsync(db, personId, model, ct) ? model : catalog.Default;

    // Most models are everyone's: only where it matters is it asked whose they are.
    private async Task<bool> MayUseAsync(ChatDbContext db, Guid personId, ModelChoice model, CancellationToken ct) =>
        catalog.MayUse(model, new(personId, IsAdmin: false))
        || catalog.MayUse(model, new(personId, IsAdmin: true)) && await db.Users.AnyAsync(user => user.Id == personId && user.IsAdmin, ct);
}
