using ChatApp.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Admin.People;

internal enum PeopleFilter
{
    Everybody,
    Admins,
    Locked,
}

/// <summary>Reads people, a page at a time, and what the shown ones have used.</summary>
internal sealed class PeopleReader(IDbContextFactory<ChatDbContext> databases, ILookupNormalizer normalizer, TimeProvider time)
{
    public const int PageSize = 50;

    /// <param name="search">A part of the email; empty finds everybody.</param>
    /// <returns>At most one more than <see cref="PageSize"/>: that one says that there are more.</returns>
    public async Task<List<PersonRow>> ListAsync(string search, PeopleFilter filter, int skip, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var part = normalizer.NormalizeName(search.Trim()) ?? "";
        DateTimeOffset? never = DateTimeOffset.MaxValue;
        var people = db.Users.AsNoTracking().Where(user => part == "" || user.NormalizedUserName!.Contains(part));
        people = filter switch
        {
            PeopleFilter.Admins => people.Where(user => user.IsAdmin),
            PeopleFilter.Locked => people.Where(user => user.LockoutEnd == never),
            _ => people,
        };
        return await RowsAsync(db, people.OrderBy(user => user.NormalizedUserName).Skip(skip).Take(PageSize + 1), ct);
    }

    /// <returns>Null when there is no such person any more.</returns>
    public async Task<PersonRow?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return (await RowsAsync(db, db.Users.AsNoTracking().Where(user => user.Id == id), ct)).SingleOrDefault();
    }

    /// <summary>Reads much: for the people on the screen, not for all.</summary>
    public async Task<Dictionary<Guid, PersonTotals>> TotalsAsync(IReadOnlyCollection<Guid> people, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var texts = await db.Conversations.Where(conversation => people.Contains(conversation.UserId))
            .Join(db.Messages, conversation => conversation.Id, message => message.ConversationId, (conversation, message) => new { conversation.UserId, message.Role, message.Text.Length })
            .GroupBy(message => message.UserId)
            .Select(person => new { person.Key, Messages = person.Count(message => message.Role == MessageRole.User), Characters = person.Sum(message => (long)message.Length) })
            .ToDictionaryAsync(person => person.Key, ct);
        var replies = await db.Replies.Where(reply => people.Contains(reply.UserId) && reply.Kind == ReplyKind.Answer)
            .GroupBy(reply => reply.UserId)
            .Select(person => new { person.Key, Replies = person.Count(), Prompt = person.Sum(reply => (long?)reply.PromptTokens) ?? 0, Completion = person.Sum(reply => (long?)reply.CompletionTokens) ?? 0 })
            .ToDictionaryAsync(person => person.Key, ct);
        var files = (await db.Files.Where(file => people.Contains(file.UserId) && file.Hash != null)
            .Select(file => new { file.UserId, file.Hash, file.Size }).Distinct().ToListAsync(ct)).ToLookup(file => file.UserId, file => file.Size);
        return people.ToDictionary(id => id, id =>
        {
            var (text, reply) = (texts.GetValueOrDefault(id), replies.GetValueOrDefault(id));
            return new PersonTotals(text?.Messages ?? 0, text?.Characters ?? 0, reply?.Replies ?? 0, reply?.Prompt ?? 0, reply?.Completion ?? 0, files[id].Sum());
        });
    }

    private async Task<List<PersonRow>> RowsAsync(ChatDbContext db, IQueryable<User> people, CancellationToken ct)
    {
        var rows = await people.Select(user => new PersonRow(
            user.Id, user.Email ?? "", user.IsAdmin, user.LockoutEnd, user.CreatedAt,
            db.Sessions.Where(session => session.UserId == user.Id).Max(session => (DateTime?)session.LastSeenAt), user.MaxRunning, user.Priority)).ToListAsync(ct);
        var now = time.GetUtcNow();
        return rows.ConvertAll(row => row.LockedUntil > now ? row : row with { LockedUntil = null });
    }
}
