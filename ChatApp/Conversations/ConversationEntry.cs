namespace ChatApp.Conversations;

/// <summary>A conversation in the history.</summary>
/// <param name="Running">A reply of it waits or runs.</param>
/// <param name="Unread">A reply finished there while nobody looked.</param>
public sealed record ConversationEntry(Guid Id, string Title, DateTime UpdatedAt, bool Running, bool Unread);
