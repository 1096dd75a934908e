using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Admin.Usage;

/// <summary>Adds up ended replies by day, person and model, straight from their rows.</summary>
internal sealed class UsageReader(IDbContextFactory<ChatDbContext> databases, TimeProvider time)
{
    public const int MostDays = 366;

    /// <param name="days">Today and the days before it; what is out of bounds is brought back into them.</param>
    /// <returns>Newest day first, then by person and model.</returns>
    public async Task<List<UsageRow>> ReadAsync(int days, CancellationToken ct)
    {
        var from = time.GetUtcNow().UtcDateTime.Date.AddDays(1 - Math.Clamp(days, 1, MostDays));
        await using var db = await databases.CreateDbContextAsync(ct);
        var sums = await db.Replies.Where(reply => reply.Kind == ReplyKind.Answer && reply.EndedAt >= from)
            .Join(db.Messages, reply => reply.Id, message => message.Id, (reply, message) => new { Reply = reply, message.Text.Length })
            .GroupBy(row => new { row.Reply.EndedAt!.Value.Date, row.Reply.UserId, row.Reply.Endpoint, row.Reply.Model })
            .Select(group => new
            {
                group.Key,
                Replies = group.Count(),
                Completed = group.Count(row => row.Reply.Status == ReplyStatus.Complete),
                Stopped = group.Count(row => row.Reply.Status == ReplyStatus.Stopped),
                Failed = group.Count(row => row.Reply.Status == ReplyStatus.Error),
                Prompt = group.Sum(row => (long?)row.Reply.PromptTokens) ?? 0,
                Completion = group.Sum(row => (long?)row.Reply.CompletionTokens) ?? 0,
                Characters = group.Sum(row => (long)row.Length),
            })
            .ToListAsync(ct);
        var people = sums.Select(sum => sum.Key.UserId).Distinct().ToList();
        var names = await db.Users.Where(user => EF.Parameter(people).Contains(user.Id)).ToDictionaryAsync(user => user.Id, user => user.Email ?? "", ct);
        return [.. sums.Select(sum => new UsageRow(
                DateOnly.FromDateTime(sum.Key.Date), names.GetValueOrDefault(sum.Key.UserId, ""), sum.Key.Endpoint, sum.Key.Model,
                sum.Replies, sum.Completed, sum.Stopped, sum.Failed, sum.Prompt, sum.Completion, sum.Characters))
            .OrderByDescending(row => row.Day).ThenBy(row => row.Person, StringComparer.Ordinal).ThenBy(row => row.Endpoint, StringComparer.Ordinal).ThenBy(row => row.Model, StringComparer.Ordinal)];
    }
}
