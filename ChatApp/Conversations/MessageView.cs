using ChatApp.Data;
using ChatApp.Files;

namespace ChatApp.Conversations;

/// <summary>A message as it stands on the page and in the API.</summary>
/// <param name="Text">A running reply's text so far, the unsaved end included.</param>
/// <param name="Reply">How a model's answer came about; null for a person's words.</param>
/// <param name="HasThoughts">Whether the model thought aloud before it answered; those words are read when somebody wants them.</param>
/// <param name="Siblings">The ids of all versions with the same parent in their order, this one among them.</param>
public sealed record MessageView(
    Guid Id,
    Guid? ParentId,
    int Depth,
    MessageRole Role,
    string Text,
    DateTime CreatedAt,
    Guid? ClientMessageId,
    ReplyState? Reply,
    IReadOnlyList<Guid> Siblings,
    bool HasThoughts = false)
{
    /// <summary>What was sent with it, in its order.</summary>
    public IReadOnlyList<FileView> Files { get; init; } = [];

    /// <summary>The value of <c>data-status</c> and of the API; a person's accepted message is complete.</summary>
    public string Status => (Reply?.Status ?? ReplyStatus.Complete).Name();

    /// <summary>From 0, for a switch such as “2 / 3”.</summary>
    public int SiblingIndex
    {
        get
        {
            for (var i = 0; i < Siblings.Count; i++)
                if (Siblings[i] == Id)
                    return i;
            return 0;
        }
    }

    public int SiblingCount => Math.Max(1, Siblings.Count);

    /// <summary>The version before this one, or null at the first.</summary>
    public Guid? PreviousSibling => SiblingIndex > 0 ? Siblings[SiblingIndex - 1] : null;

    /// <summary>The version after this one, or null at the last.</summary>
    public Guid? NextSibling => SiblingIndex + 1 < Siblings.Count ? Siblings[SiblingIndex + 1] : null;
}
