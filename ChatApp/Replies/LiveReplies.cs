using System.Collections.Concurrent;

namespace ChatApp.Replies;

/// <summary>The texts of the replies that run in this process. Read the row first and the live text after it: the other order misses an end in between.</summary>
public sealed class LiveReplies
{
    private readonly ConcurrentDictionary<Guid, Live> replies = new();

    /// <summary>The reply's text from its first unit on, or null when it does not run here.</summary>
    public LiveText? Find(Guid replyId) => replies.GetValueOrDefault(replyId)?.Text;

    /// <summary>What the model thought, apart from the text; null when the reply does not run here.</summary>
    public LiveText? FindThoughts(Guid replyId) => replies.GetValueOrDefault(replyId)?.Thoughts;

    internal LiveText Start(Guid replyId, LiveText? thoughts = null)
    {
        var text = new LiveText();
        replies[replyId] = new(text, thoughts ?? new());
        return text;
    }

    /// <summary>Ends the text for its viewers. Call it after the final row is written.</summary>
    internal void End(Guid replyId, LiveText text)
    {
        text.End();
        if (replies.TryGetValue(replyId, out var live) && live.Text == text)
        {
            live.Thoughts.End();
            replies.TryRemove(new(replyId, live));
        }
    }

    private sealed record Live(LiveText Text, LiveText Thoughts);
}
