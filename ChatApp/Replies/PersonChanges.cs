using System.Collections.Concurrent;
using System.Collections.Immutable;
using ChatApp.Files;

namespace ChatApp.Replies;

public enum ChangeKind
{
    /// <summary>The history: a conversation is new, has another title, was deleted or restored, runs, or is unread.</summary>
    Conversation,

    /// <summary>Messages were added to a conversation, or its current path changed.</summary>
    Messages,

    /// <summary>One reply's state changed (not its text while it streams).</summary>
    Reply,

    /// <summary>Positions, estimates or reasons of this person's waiting replies changed; read them from <see cref="LineBoard"/>.</summary>
    Places,

    /// <summary>A file has another state, or is gone.</summary>
    Files,
}

public readonly record struct PersonChange(ChangeKind Kind, Guid ConversationId = default, Guid ReplyId = default, Guid FileId = default);

/// <summary>Tells the open pages of a person what to read again. Handlers run on any thread, must be quick and must not throw: enter the page through <c>InvokeAsync</c>.</summary>
public sealed class PersonChanges
{
    private readonly ConcurrentDictionary<Guid, ImmutableArray<Action<PersonChange>>> handlers = new();

    public IDisposable Subscribe(Guid personId, Action<PersonChange> handler)
    {
        handlers.AddOrUpdate(personId, [handler], (_, old) => old.Add(handler));
        return new Subscription(() => Remove(personId, handler));
    }

    public void Publish(Guid personId, PersonChange change)
    {
        if (handlers.TryGetValue(personId, out var present))
            foreach (var handler in present)
                handler(change);
    }

    /// <summary>Files know nothing of replies and pages, so what happens to them is fetched.</summary>
    internal PersonChanges Follow(FileChanges files)
    {
        files.Changed += (personId, fileId) => Publish(personId, new(ChangeKind.Files, FileId: fileId));
        return this;
    }

    internal bool HasViewers(Guid personId) => handlers.ContainsKey(personId);

    private void Remove(Guid personId, Action<PersonChange> handler)
    {
        while (handlers.TryGetValue(personId, out var old))
        {
            var rest = old.Remove(handler);
            if (rest.IsEmpty ? handlers.TryRemove(new(personId, old)) : handlers.TryUpdate(personId, rest, old))
                return;
        }
    }

    private sealed class Subscription(Action remove) : IDisposable
    {
        private Action? remove = remove;

        public void Dispose() => Interlocked.Exchange(ref remove, null)?.Invoke();
    }
}
