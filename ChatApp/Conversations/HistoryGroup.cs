namespace ChatApp.Conversations;

/// <summary>Conversations of one day or month, as the history shows them.</summary>
public sealed record HistoryGroup(string Name, IReadOnlyList<ConversationEntry> Entries);
