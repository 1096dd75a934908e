using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Replies;

internal static class LineReading
{
    /// <summary>Reads the line once: every unfinished reply, and what decides about the order.</summary>
    public static async Task<LineState> ReadLineAsync(this ChatDbContext db, CancellationToken ct)
    {
        var unfinished = await db.Replies.AsNoTracking()
            .Where(reply => reply.Status <= ReplyStatus.Streaming)
            .OrderBy(reply => reply.Sequence)
            .Select(reply => new LineEntry(reply.Sequence, reply.Id, reply.UserId, reply.ConversationId, reply.After, reply.Kind, reply.Status, reply.Priority, reply.Endpoint, reply.NotBefore, reply.StartedAt, reply.QueuedAt))
            .ToListAsync(ct);
        var turns = unfinished.Count == 0 ? [] : await db.Replies
            .Where(reply => reply.Status == ReplyStatus.Queued)
            .Select(reply => reply.UserId)
            .Distinct()
            .Select(person => new { Person = person, Turn = db.Replies.Where(reply => reply.UserId == person).Max(reply => reply.Turn) })
            .ToDictionaryAsync(person => person.Person, person => person.Turn ?? 0, ct);
        var limits = await db.Users.Where(user => user.MaxRunning != null)
            .ToDictionaryAsync(user => user.Id, user => user.MaxRunning!.Value, ct);
        var endpoints = await db.Endpoints.AsNoTracking().ToDictionaryAsync(endpoint => endpoint.Name, ct);
        var draining = await db.Switches.Select(switches => switches.Draining).SingleAsync(ct);
        return new(unfinished, turns, limits, endpoints, draining);
    }
}
