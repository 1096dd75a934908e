namespace ChatApp.Conversations;

/// <summary>A page of a conversation along its current path.</summary>
/// <param name="LeafId">The last message of the current path; null in an empty conversation.</param>
/// <param name="Model">The model last picked here, as <c>endpoint/model</c>.</param>
/// <param name="Messages">Newest last.</param>
/// <param name="Before">Ask with it for the page before this one; null when this is the oldest.</param>
public sealed record ConversationPage(Guid Id, string Title, string? Model, Guid? LeafId, IReadOnlyList<MessageView> Messages, int? Before);
