using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Replies;

/// <summary>The flags that make reading the current branch one indexed query.</summary>
internal static class CurrentPath
{
    /// <summary>Makes the path run from the root to this message and end there; null empties it. Belongs in the caller's transaction.</summary>
    public static async Task EndAtAsync(ChatDbContext db, Guid conversationId, Message? last, CancellationToken ct)
    {
        var depth = last?.Depth ?? -1;
        var onPath = db.Messages.Where(message => message.ConversationId == conversationId && message.OnPath);
        if (last is null or { OnPath: true })
        {
            await onPath.Where(message => message.Depth > depth).ExecuteUpdateAsync(message => message.SetProperty(row => row.OnPath, false), ct);
            return;
        }
        await onPath.ExecuteUpdateAsync(message => message.SetProperty(row => row.OnPath, false), ct);
        foreach (var ids in (await PathToAsync(db, conversationId, last.Id, ct)).Chunk(500))
            await db.Messages.Where(message => ids.Contains(message.Id)).ExecuteUpdateAsync(message => message.SetProperty(row => row.OnPath, true), ct);
    }

    private static async Task<List<Guid>> PathToAsync(ChatDbContext db, Guid conversationId, Guid last, CancellationToken ct)
    {
        var parents = await db.Messages.Where(message => message.ConversationId == conversationId)
            .ToDictionaryAsync(message => message.Id, message => message.ParentId, ct);
        var path = new List<Guid>();
        for (Guid? id = last; id is { } present; id = parents[present])
            path.Add(present);
        return path;
    }
}
