namespace ChatApp.Conversations;

/// <summary>A page of the history, newest first.</summary>
/// <param name="Before">Ask with it for the older ones; null when there are none.</param>
public sealed record HistoryPage(IReadOnlyList<ConversationEntry> Conversations, HistoryCursor? Before);
