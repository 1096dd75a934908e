using ChatApp.Data;
using ChatApp.Replies;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Conversations;

/// <summary>What people do to conversations: the one door for the screen and the HTTP API. False and null mean: not there, or not this person's.</summary>
internal sealed class ConversationCommands(
    IDbContextFactory<ChatDbContext> databases,
    ReplyCommands replies,
    PersonChanges changes,
    TimeProvider time)
{
    /// <summary>How long a deletion can be undone.</summary>
    public static readonly TimeSpan UndoTime = TimeSpan.FromSeconds(10);

    /// <param name="title">Null until its first message gives it one.</param>
    public async Task<Guid> CreateAsync(Guid personId, string? title, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var conversation = new Conversation
        {
            UserId = personId,
            Title = title ?? "",
            TitleSource = title is null ? TitleSource.FirstWords : TitleSource.Person,
            CreatedAt = now,
            UpdatedAt = now,
        };
        await using var db = await databases.CreateDbContextAsync(ct);
        db.Conversations.Add(conversation);
        await db.SaveChangesAsync(ct);
        Publish(personId, ChangeKind.Conversation, conversation.Id);
        return conversation.Id;
    }

    /// <param name="title">Already checked by <see cref="ConversationTitle.Of"/>.</param>
    public async Task<bool> RenameAsync(Guid personId, Guid conversationId, string title, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var renamed = await db.Conversations.OwnedBy(personId)
            .Where(conversation => conversation.Id == conversationId)
            .ExecuteUpdateAsync(conversation => conversation
                .SetProperty(row => row.Title, title)
                .SetProperty(row => row.TitleSource, TitleSource.Person), ct);
        if (renamed == 1)
            Publish(personId, ChangeKind.Conversation, conversationId);
        return renamed == 1;
    }

    /// <summary>Hides it at once and stops its replies; it is purged when the undo time is over.</summary>
    public async Task<bool> DeleteAsync(Guid personId, Guid conversationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = time.GetUtcNow().UtcDateTime;
        var deleted = await db.Conversations.OwnedBy(personId)
            .Where(conversation => conversation.Id == conversationId)
            .ExecuteUpdateAsync(conversation => conversation.SetProperty(row => row.DeletedAt, now), ct);
        if (deleted == 0)
            return false;
        Publish(personId, ChangeKind.Conversation, conversationId);
        await StopRepliesAsync(conversationId, ct);
        return true;
    }

    // The deletion stands already. A reply that goes on is purged with its conversation.
    private async Task StopRepliesAsync(Guid conversationId, CancellationToken ct)
    {
        try
        {
            await replies.StopConversationAsync(conversationId, ct);
        }
        catch (Exception exception) when (DatabaseTrouble.IsTrouble(exception))
        {
        }
    }

    /// <returns>False also when the undo time is over.</returns>
    public async Task<bool> RestoreAsync(Guid personId, Guid conversationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var oldest = time.GetUtcNow().UtcDateTime - UndoTime;
        var restored = await db.Conversations
            .Where(conversation => conversation.UserId == personId && conversation.Id == conversationId && conversation.DeletedAt >= oldest)
            .ExecuteUpdateAsync(conversation => conversation.SetProperty(row => row.DeletedAt, (DateTime?)null), ct);
        if (restored == 1)
            Publish(personId, ChangeKind.Conversation, conversationId);
        return restored == 1;
    }

    /// <summary>To be called when a conversation is opened.</summary>
    public async Task MarkReadAsync(Guid personId, Guid conversationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var read = db.Conversations.OwnedBy(personId).Where(conversation => conversation.Id == conversationId && conversation.Unread);
        // Looked at first, since most are read and a write would wait for others.
        if (await read.AnyAsync(ct) && await read.ExecuteUpdateAsync(conversation => conversation.SetProperty(row => row.Unread, false), ct) == 1)
            Publish(personId, ChangeKind.Conversation, conversationId);
    }

    /// <summary>Makes the branch with this message current, on to the newest leaf below it.</summary>
    public async Task<bool> SwitchBranchAsync(Guid personId, Guid conversationId, Guid messageId, CancellationToken ct)
    {
        var switched = await databases.InTransactionAsync((db, ct) => Branches.SwitchAsync(db, personId, conversationId, messageId, ct), ct);
        if (switched)
            Publish(personId, ChangeKind.Messages, conversationId);
        return switched;
    }

    private void Publish(Guid personId, ChangeKind kind, Guid conversationId) => changes.Publish(personId, new(kind, conversationId));
}
