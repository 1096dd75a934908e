using ChatApp.Data;

namespace ChatApp.Admin.People;

/// <summary>A person as admins see them.</summary>
/// <param name="LockedUntil">Null when not locked; <see cref="DateTimeOffset.MaxValue"/> when an admin did it.</param>
/// <param name="LastSeenAt">When a log-in of theirs was last used; null without any.</param>
public sealed record PersonRow(
    Guid Id, string Email, bool IsAdmin, DateTimeOffset? LockedUntil, DateTime CreatedAt, DateTime? LastSeenAt, int? MaxRunning, ReplyPriority Priority)
{
    public bool IsLockedByAdmin => LockedUntil == DateTimeOffset.MaxValue;
}
