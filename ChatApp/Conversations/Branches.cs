using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Conversations;

/// <summary>Moves the current path of a conversation to another branch of its tree.</summary>
internal static class Branches
{
    public static async Task<bool> SwitchAsync(ChatDbContext db, Guid personId, Guid conversationId, Guid messageId, CancellationToken ct)
    {
        // Written first, so a send to the same conversation comes before or after, never in between.
        var owned = db.Conversations.OwnedBy(personId).Where(conversation => conversation.Id == conversationId);
        if (await owned.ExecuteUpdateAsync(conversation => conversation.SetProperty(row => row.LeafId, row => row.LeafId), ct) == 0)
            return false;
        var tree = await db.Messages
            .Where(message => message.ConversationId == conversationId)
            .Select(message => new Node(message.Id, message.ParentId, message.Depth, message.Sequence, message.OnPath))
            .ToDictionaryAsync(node => node.Id, ct);
        if (!tree.ContainsKey(messageId))
            return false;

        var leaf = NewestBelow(tree, messageId);
        var joining = new List<Guid>();
        Node? fork = leaf;
        while (fork is { OnPath: false })
        {
            joining.Add(fork.Id);
            fork = fork.ParentId is { } parent ? tree.GetValueOrDefault(parent) : null;
        }
        var last = fork?.Depth ?? -1;
        await db.Messages
            .Where(message => message.ConversationId == conversationId && message.OnPath && message.Depth > last)
            .ExecuteUpdateAsync(message => message.SetProperty(row => row.OnPath, false), ct);
        foreach (var some in joining.Chunk(500))
            await db.Messages
                .Where(message => message.ConversationId == conversationId && some.Contains(message.Id))
                .ExecuteUpdateAsync(message => message.SetProperty(row => row.OnPath, true), ct);
        await owned.ExecuteUpdateAsync(conversation => conversation.SetProperty(row => row.LeafId, leaf.Id), ct);
        return true;
    }

    // A message comes after its parent, so the newest below another is always a leaf.
    private static Node NewestBelow(Dictionary<Guid, Node> tree, Guid messageId)
    {
        var below = new HashSet<Guid> { messageId };
        var newest = tree[messageId];
        foreach (var node in tree.Values.Where(node => node.Sequence > newest.Sequence).OrderBy(node => node.Sequence).ToList())
            if (node.ParentId is { } parent && below.Contains(parent))
            {
                below.Add(node.Id);
                newest = node;
            }
        return newest;
    }

    private sealed record Node(Guid Id, Guid? ParentId, int Depth, long Sequence, bool OnPath);
}
