using System.Collections.Concurrent;
using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Account;

/// <summary>What this process knows of the sessions in use, so that a request asks the database once and not each time. <see cref="SessionWatcher"/> keeps it true.</summary>
internal sealed class OpenSessions(IDbContextFactory<ChatDbContext> databases, TimeProvider time)
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<Guid, Known> known = new();

    /// <summary>Told once about each session that ended, on the thread that found out. Must be quick.</summary>
    public event Action<Guid>? Ended;

    /// <summary>Whether the session is open; false for an id that was never given.</summary>
    public async ValueTask<bool> HoldsAsync(Guid sessionId, CancellationToken ct)
    {
        if (!known.TryGetValue(sessionId, out var session))
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            var open = await db.Sessions.AnyAsync(row => row.Id == sessionId && row.EndedAt == null, ct);
            // An end that was told while the query ran has the last word.
            session = known.GetOrAdd(sessionId, new Known { Open = open });
        }
        session.Use(time.GetTimestamp());
        return session.Open;
    }

    /// <summary>To be called after the rows say so; from then on every request of the session is refused here.</summary>
    public void End(IEnumerable<Guid> sessionIds)
    {
        foreach (var id in sessionIds)
        {
            var session = known.GetOrAdd(id, _ => new Known { Open = true });
            session.Use(time.GetTimestamp());
            if (session.Close())
                Ended?.Invoke(id);
        }
    }

    /// <summary>The sessions that somebody here relies on, those with open pages among them; what was idle for long is forgotten and asked for anew.</summary>
    public List<Guid> InUse(IEnumerable<Guid> withOpenPages)
    {
        var now = time.GetTimestamp();
        foreach (var id in withOpenPages)
            known.GetOrAdd(id, _ => new Known { Open = true }).Touch(now);
        foreach (var (id, session) in known)
        {
            if (time.GetElapsedTime(session.LastUse, now) > Forgotten)
                known.TryRemove(id, out _);
        }
        return [.. known.Where(entry => entry.Value.Open).Select(entry => entry.Key)];
    }

    /// <summary>The sessions used since this was last asked.</summary>
    public List<Guid> TakeSeen() => [.. known.Where(entry => entry.Value.TakeSeen()).Select(entry => entry.Key)];

    private sealed class Known
    {
        private int seen;
        private int closed;
        private long lastUse;

        public bool Open
        {
            get => Volatile.Read(ref closed) == 0;
            init => closed = value ? 0 : 1;
        }

        public long LastUse => Volatile.Read(ref lastUse);

        public void Touch(long timestamp) => Volatile.Write(ref lastUse, timestamp);

        public void Use(long timestamp)
        {
            Touch(timestamp);
            Volatile.Write(ref seen, 1);
        }

        public bool Close() => Interlocked.Exchange(ref closed, 1) == 0;

        public bool TakeSeen() => Interlocked.Exchange(ref seen, 0) == 1 && Open;
    }
}
