using System.Collections.Concurrent;

namespace ChatApp.Replies;

/// <summary>The texts of the replies that run in this process. Read the row first and the live text after it: the other order misses an end in between.</summary>
public sealed class LiveReplies
{
    private readonly ConcurrentDictionary<Guid, LiveText> texts = new();

    /// <summary>The reply's text from its first unit on, or null when it does not run here.</summary>
    public LiveText? Find(Guid replyId) => texts.GetValueOrDefault(replyId);

    internal LiveText Start(Guid replyId) => texts[replyId] = new();

    /// <summary>Ends the text for its viewers. Call it after the final row is written.</summary>
    internal void End(Guid replyId, LiveText text)
    {
        text.End();
        texts.TryRemove(new(replyId, text));
    }
}
