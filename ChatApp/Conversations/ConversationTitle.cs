using ChatApp.Data;

namespace ChatApp.Conversations;

/// <summary>What people may call a conversation.</summary>
public static class ConversationTitle
{
    public const string Rule = "A title has 1 to 200 characters.";

    /// <summary>What an empty title is shown as.</summary>
    public const string Untitled = "Untitled";

    /// <summary>The title on one line without blanks around it, or null when nothing is left or it is too long.</summary>
    public static string? Of(string? text)
    {
        var title = Conversation.OneLine(text ?? "");
        return title.Length is > 0 and <= Conversation.TitleLength ? title : null;
    }
}
