using ChatApp.Data;

namespace ChatApp.Replies;

/// <summary>What the line needs of an unfinished reply.</summary>
internal sealed record LineEntry(
    long Sequence,
    Guid Id,
    Guid UserId,
    Guid ConversationId,
    Guid? After,
    ReplyKind Kind,
    ReplyStatus Status,
    ReplyPriority Priority,
    string Endpoint,
    DateTime? NotBefore,
    DateTime? StartedAt,
    DateTime QueuedAt = default);
