using ChatApp.Conversations;
using ChatApp.Data;

namespace ChatApp.Chat;

/// <summary>What a screen reader hears when replies change state: once per state, and the finished words, never token by token.</summary>
internal static class Announcements
{
    private const int Longest = 200;

    /// <summary>Null when nothing worth saying happened.</summary>
    public static string? Of(IReadOnlyList<MessageView> before, IReadOnlyList<MessageView> now)
    {
        var known = before.ToDictionary(message => message.Id, message => message.Reply?.Status);
        var changed = now.LastOrDefault(message => message.Reply is { } reply && known.TryGetValue(message.Id, out var status) && status != reply.Status);
        return changed?.Reply?.Status switch
        {
            ReplyStatus.Processing => "The model is thinking",
            ReplyStatus.Streaming => "The answer begins",
            ReplyStatus.Complete => $"The answer is complete: {Short(changed.Text)}",
            ReplyStatus.Stopped => "The answer was stopped",
            _ => null,
        };
    }

    // The marks of markdown would be read out one by one.
    private static string Short(string text) => new([.. (text.Length <= Longest ? text : $"{text[..Longest]}…").Where(c => c is not ('*' or '`' or '#'))]);
}
