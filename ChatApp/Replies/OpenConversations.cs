using System.Collections.Concurrent;

namespace ChatApp.Replies;

/// <summary>Which conversations are on somebody's screen; what finishes elsewhere is unread.</summary>
public sealed class OpenConversations
{
    private readonly ConcurrentDictionary<Guid, int> counts = new();

    public IDisposable Open(Guid conversationId)
    {
        counts.AddOrUpdate(conversationId, 1, (_, count) => count + 1);
        return new Opened(this, conversationId);
    }

    public bool Contains(Guid conversationId) => counts.ContainsKey(conversationId);

    private void Close(Guid conversationId)
    {
        var left = counts.AddOrUpdate(conversationId, 0, (_, count) => count - 1);
        if (left <= 0)
            counts.TryRemove(new(conversationId, left));
    }

    private sealed class Opened(OpenConversations open, Guid conversationId) : IDisposable
    {
        private OpenConversations? open = open;

        public void Dispose() => Interlocked.Exchange(ref open, null)?.Close(conversationId);
    }
}
