using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Conversations;

/// <summary>A person's conversations, newest first.</summary>
internal sealed class ConversationHistory(IDbContextFactory<ChatDbContext> databases)
{
    public const int PageSize = 50;

    /// <param name="search">Words of the title; null or blank finds all.</param>
    public async Task<HistoryPage> ReadAsync(Guid personId, HistoryCursor? before, string? search, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var conversations = db.Conversations.OwnedBy(personId);
        if (!string.IsNullOrWhiteSpace(search))
        {
            var pattern = $"%{Escaped(search.Trim())}%";
            conversations = conversations.Where(row => EF.Functions.Like(row.Title, pattern, "\\"));
        }
        if (before is not null)
            conversations = conversations.Where(row => row.UpdatedAt < before.UpdatedAt
                || (row.UpdatedAt == before.UpdatedAt && row.Id.CompareTo(before.Id) < 0));
        var rows = await conversations
            .OrderByDescending(row => row.UpdatedAt).ThenByDescending(row => row.Id)
            .Take(PageSize + 1)
            .Select(row => new { row.Id, row.Title, row.UpdatedAt, row.Unread })
            .ToListAsync(ct);
        var running = await RunningOf(db, personId).Distinct().ToListAsync(ct);
        var entries = rows.Take(PageSize)
            .Select(row => new ConversationEntry(row.Id, row.Title, row.UpdatedAt, running.Contains(row.Id), row.Unread))
            .ToList();
        return new(entries, rows.Count > PageSize ? new(entries[^1].UpdatedAt, entries[^1].Id) : null);
    }

    /// <summary>One conversation, read again after a change. Null: deleted, not there, or not this person's.</summary>
    public async Task<ConversationEntry?> FindAsync(Guid personId, Guid conversationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var row = await db.Conversations.OwnedBy(personId)
            .Where(row => row.Id == conversationId)
            .Select(row => new { row.Title, row.UpdatedAt, row.Unread })
            .SingleOrDefaultAsync(ct);
        return row is null
            ? null
            : new(conversationId, row.Title, row.UpdatedAt, await RunningOf(db, personId).ContainsAsync(conversationId, ct), row.Unread);
    }

    // Few at any time, and found by person and status, however long the history is.
    private static IQueryable<Guid> RunningOf(ChatDbContext db, Guid personId) => db.Replies
        .Where(reply => reply.UserId == personId
            && reply.Status <= ReplyStatus.Streaming
            && reply.Kind == ReplyKind.Answer)
        .Select(reply => reply.ConversationId);

    private static string Escaped(string words) => words.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
