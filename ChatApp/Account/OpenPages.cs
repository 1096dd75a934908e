using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace ChatApp.Account;

/// <summary>The circuits and their connections in this process, by session: what has to close when one ends.</summary>
internal sealed partial class OpenPages : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<Guid, ImmutableList<Action>> circuits = new();
    private readonly ConcurrentDictionary<Guid, ImmutableList<Action>> connections = new();
    private readonly ConcurrentDictionary<ITimer, bool> closing = new();
    private readonly OpenSessions sessions;
    private readonly TimeProvider time;
    private readonly ILogger<OpenPages> log;

    public OpenPages(OpenSessions sessions, TimeProvider time, ILogger<OpenPages> log)
    {
        (this.sessions, this.time, this.log) = (sessions, time, log);
        sessions.Ended += Close;
    }

    /// <summary>Sessions with a circuit or a connection.</summary>
    public IEnumerable<Guid> Sessions => circuits.Keys.Union(connections.Keys);

    /// <summary>A circuit opened; <paramref name="signOut"/> leads it to the login page. Dispose when it closes.</summary>
    public IDisposable Open(Guid session, Action signOut) => new Entry(circuits, session, signOut);

    /// <summary>A connection came up; <paramref name="abort"/> ends it. Dispose when it is gone.</summary>
    public IDisposable Connect(Guid session, Action abort) => new Entry(connections, session, abort);

    public void Dispose()
    {
        sessions.Ended -= Close;
        foreach (var timer in closing.Keys)
            timer.Dispose();
    }

    private void Close(Guid session)
    {
        Run(circuits, session);
        if (connections.ContainsKey(session))
            AbortLater(session);
    }

    // The page needs its connection for a moment longer to hear where to go.
    private void AbortLater(Guid session)
    {
        ITimer? timer = null;
        timer = time.CreateTimer(_ =>
        {
            Run(connections, session);
            closing.TryRemove(timer!, out var _);
            timer!.Dispose();
        }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        closing[timer] = true;
        timer.Change(Grace, Timeout.InfiniteTimeSpan);
    }

    private void Run(ConcurrentDictionary<Guid, ImmutableList<Action>> entries, Guid session)
    {
        foreach (var act in entries.GetValueOrDefault(session) ?? [])
        {
            try
            {
                act();
            }
            catch (Exception exception)
            {
                LogFailed(exception, session);
            }
        }
    }

    private sealed class Entry : IDisposable
    {
        private readonly ConcurrentDictionary<Guid, ImmutableList<Action>> entries;
        private readonly Guid session;
        private readonly Action act;

        public Entry(ConcurrentDictionary<Guid, ImmutableList<Action>> entries, Guid session, Action act)
        {
            (this.entries, this.session, this.act) = (entries, session, act);
            entries.AddOrUpdate(session, [act], (_, old) => old.Add(act));
        }

        public void Dispose()
        {
            while (entries.TryGetValue(session, out var old))
            {
                var rest = old.Remove(act);
                if (rest.IsEmpty ? entries.TryRemove(new(session, old)) : entries.TryUpdate(session, rest, old))
                    return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A page of the ended session {Session} could not be closed.")]
    private partial void LogFailed(Exception exception, Guid session);
}
