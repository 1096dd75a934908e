using System.Collections.Concurrent;
using ChatApp.Data;
using ChatApp.Replies;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Admin.Waiting;

/// <summary>Reads a screenful of the line. The order is that of the last look; only the rows shown are asked for in the database, once for all who look at the same.</summary>
internal sealed class LineReader(IDbContextFactory<ChatDbContext> databases, LineMonitor monitor, LineBoard board, RunningReplies running)
{
    public const int Screenful = 50;
    private volatile Shared shared = new(null);

    public async Task<LineExcerpt> ReadAsync(LineFilter filter, int first, CancellationToken ct)
    {
        // A look that found something new is another object.
        var (overview, known) = (monitor.Overview, shared);
        if (!ReferenceEquals(known.Overview, overview))
            shared = known = new(overview);
        // Whoever asks first reads for the others too, and may leave before them.
        var excerpts = known.Excerpts;
        var excerpt = excerpts.GetOrAdd((filter, first), _ => new(() => ReadAsync(filter, first)));
        try
        {
            return await excerpt.Value.WaitAsync(ct);
        }
        catch when (excerpt.Value.IsFaulted)
        {
            // The next try reads anew.
            excerpts.TryRemove(new((filter, first), excerpt));
            throw;
        }
    }

    private async Task<LineExcerpt> ReadAsync(LineFilter filter, int first)
    {
        var ct = CancellationToken.None;
        await using var db = await databases.CreateDbContextAsync(ct);
        var wanted = filter.NeedsRows ? await FindAsync(db, filter, ct) : null;
        var all = Entries(monitor.Snapshot)
            .Where(one => (filter.Status is null || one.Entry.Status == filter.Status) && wanted?.Contains(one.Entry.Id) != false)
            .ToList();
        first = Math.Clamp(first, 0, Math.Max(0, (all.Count - 1) / Screenful * Screenful));
        return new(await ReadAsync(db, all.Slice(first, Math.Min(Screenful, all.Count - first)), ct), all.Count, first);
    }

    // What runs, the longest first; then each endpoint's line in its order.
    private static IEnumerable<(LineEntry Entry, int? Position)> Entries(LineSnapshot snapshot) =>
        snapshot.Line.Unfinished.Where(entry => entry.Kind is ReplyKind.Answer && entry.Status.IsRunning()).OrderBy(entry => entry.StartedAt).Select(entry => (entry, (int?)null))
            .Concat(snapshot.Orders.SelectMany(line => line.Value.Select((standing, index) => (standing.Entry, (int?)(index + 1)))));

    private static async Task<HashSet<Guid>> FindAsync(ChatDbContext db, LineFilter filter, CancellationToken ct)
    {
        var (person, model) = (filter.Person.Trim().ToUpperInvariant(), filter.Model.Trim());
        var unfinished = db.Replies.Where(reply => reply.Status <= ReplyStatus.Streaming && reply.Kind == ReplyKind.Answer);
        if (person.Length > 0)
            unfinished = unfinished.Where(reply => db.Users.Any(user => user.Id == reply.UserId && user.NormalizedEmail!.Contains(person)));
        if (model.Length > 0)
        {
            // Few names, and PostgreSQL finds no part of a text that is compared without letter case.
            var names = await unfinished.Select(reply => reply.Endpoint + "/" + reply.Model).Distinct().ToListAsync(ct);
            names.RemoveAll(name => !name.Contains(model, StringComparison.OrdinalIgnoreCase));
            unfinished = unfinished.Where(reply => EF.Parameter(names).Contains(reply.Endpoint + "/" + reply.Model));
        }
        return [.. await unfinished.Select(reply => reply.Id).ToListAsync(ct)];
    }

    private async Task<List<LineRow>> ReadAsync(ChatDbContext db, List<(LineEntry Entry, int? Position)> shown, CancellationToken ct)
    {
        var ids = shown.ConvertAll(one => one.Entry.Id);
        var known = await db.Replies.AsNoTracking()
            .Where(reply => EF.Parameter(ids).Contains(reply.Id))
            .Join(db.Users, reply => reply.UserId, user => user.Id, (reply, user) => new { reply.Id, reply.Model, reply.Attempt, user.Email })
            .ToDictionaryAsync(reply => reply.Id, ct);
        var elsewhere = shown.Where(one => one.Entry.Status is ReplyStatus.Streaming && running.TokensOf(one.Entry.Id) is null).Select(one => one.Entry.Id).ToList();
        var lengths = elsewhere.Count == 0 ? [] : await db.Messages.Where(message => EF.Parameter(elsewhere).Contains(message.Id))
            .Select(message => new { message.Id, message.Text.Length }).ToDictionaryAsync(message => message.Id, message => message.Length, ct);
        var rows = new List<LineRow>(shown.Count);
        foreach (var (entry, position) in shown)
            if (known.TryGetValue(entry.Id, out var row))
                rows.Add(Row(entry, position, row.Email ?? "", row.Model, row.Attempt, running.TokensOf(entry.Id) ?? lengths.GetValueOrDefault(entry.Id) / CharactersPerToken));
        return rows;
    }

    // Of replies that run in another process only the saved text is known here.
    private const int CharactersPerToken = 4;

    private LineRow Row(LineEntry entry, int? position, string email, string model, int attempts, int tokens)
    {
        var place = position is null ? null : board.PlaceOf(entry.Id);
        var sentence = entry.Status switch
        {
            ReplyStatus.Processing => "thinking",
            ReplyStatus.Streaming => "streaming",
            _ => place?.Eta is { } eta ? $"waiting, about {Span.Of(eta)}" : "waiting",
        };
        return new(entry.Id, entry.UserId, email, entry.Endpoint, model, entry.Status, entry.Priority, entry.QueuedAt, attempts, position, sentence, place?.Reason.ToOthers ?? "", entry.Status is ReplyStatus.Queued ? null : tokens);
    }

    private sealed record Shared(LineOverview? Overview)
    {
        public ConcurrentDictionary<(LineFilter Filter, int First), Lazy<Task<LineExcerpt>>> Excerpts { get; } = new();
    }
}
