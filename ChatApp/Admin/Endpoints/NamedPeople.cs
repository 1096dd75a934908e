using ChatApp.Data;
using ChatApp.LanguageModels;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Admin.Endpoints;

/// <summary>The people whom admins name for a model, by their emails.</summary>
internal sealed class NamedPeople(IDbContextFactory<ChatDbContext> databases, ILookupNormalizer normalizer)
{
    public const int Most = 200;

    public async Task<List<string>> EmailsAsync(ModelChoice model, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Users.Where(user => Of(db, model).Any(person => person.UserId == user.Id)).OrderBy(user => user.NormalizedEmail).Select(user => user.Email!).ToListAsync(ct);
    }

    /// <param name="emails">Separated by blanks, lines, commas or semicolons.</param>
    /// <returns>The people, or the sentence why they cannot be taken.</returns>
    public async Task<(IReadOnlyCollection<Guid> People, string? Refusal)> FindAsync(string emails, CancellationToken ct)
    {
        var asked = emails.Split([' ', '\t', '\r', '\n', ',', ';'], StringSplitOptions.RemoveEmptyEntries).ToLookup(email => normalizer.NormalizeEmail(email));
        if (asked.Count is 0 or > Most)
            return ([], asked.Count == 0 ? "Name at least one person by email, or choose Nobody." : $"At most {Most} people can be named for a model; these are {asked.Count}.");
        List<string> normalized = [.. asked.Select(email => email.Key!)];
        await using var db = await databases.CreateDbContextAsync(ct);
        var found = await db.Users.Where(user => EF.Parameter(normalized).Contains(user.NormalizedEmail!)).Select(user => new { user.Id, user.NormalizedEmail }).ToListAsync(ct);
        var unknown = asked.FirstOrDefault(email => found.TrueForAll(user => user.NormalizedEmail != email.Key));
        return unknown is null ? ([.. found.Select(user => user.Id)], null) : ([], $"Nobody here has the email {unknown.First()}. Nothing was changed.");
    }

    /// <summary>Within the caller's transaction.</summary>
    /// <returns>What changed, for the audit; empty when nothing.</returns>
    public static async Task<string> SetAsync(ChatDbContext db, ModelChoice model, IReadOnlyCollection<Guid> people, CancellationToken ct)
    {
        var before = await db.Users.Where(user => Of(db, model).Any(person => person.UserId == user.Id)).Select(user => new { user.Id, user.Email }).ToListAsync(ct);
        var now = await db.Users.Where(user => EF.Parameter(people).Contains(user.Id)).Select(user => new { user.Id, user.Email }).ToListAsync(ct);
        var (added, removed) = (now.Except(before).ToList(), before.Except(now).ToList());
        List<Guid> gone = [.. removed.Select(user => user.Id)];
        await Of(db, model).Where(person => EF.Parameter(gone).Contains(person.UserId)).ExecuteDeleteAsync(ct);
        db.ModelPeople.AddRange(added.Select(user => new ModelPerson { Endpoint = model.Endpoint, Model = model.Model, UserId = user.Id }));
        await db.SaveChangesAsync(ct);
        return string.Concat(added.Select(user => $", +{user.Email}").Concat(removed.Select(user => $", -{user.Email}")));
    }

    private static IQueryable<ModelPerson> Of(ChatDbContext db, ModelChoice model) =>
        db.ModelPeople.Where(person => person.Endpoint == model.Endpoint && person.Model == model.Model);
}
