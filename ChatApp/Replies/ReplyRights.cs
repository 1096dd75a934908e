using ChatApp.Data;
using ChatApp.LanguageModels;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Replies;

/// <summary>Whether a person may still have the model they asked for: much may change while a reply waits.</summary>
internal sealed class ReplyRights(ModelCatalog catalog)
{
    public async Task<bool> HoldAsync(ChatDbContext db, Claim claim, CancellationToken ct) =>
        await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == claim.PersonId, ct) is { IsLockedOut: false } person
        && catalog.MayUse(new(claim.Endpoint, claim.Model), new(person.Id, person.IsAdmin));
}
