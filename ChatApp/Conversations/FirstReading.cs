using ChatApp.Data;
using ChatApp.Replies;

namespace ChatApp.Conversations;

/// <summary>
/// What a circuit reads before it draws anything, one per circuit. Its first drawing takes the place of the page that
/// was sent; without the same content in it people would see that page go empty, and lose their place in it.
/// </summary>
public sealed class FirstReading : IDisposable
{
    private readonly ConversationHistory conversations;
    private readonly ConversationReader reader;
    private readonly PersonChanges changes;
    private readonly List<PersonChange> missed = [];
    private readonly Lock gate = new();
    private IDisposable? subscription;
    private HistoryPage? history;
    private ConversationPage? conversation;
    private Guid? conversationId;

    internal FirstReading(ConversationHistory conversations, ConversationReader reader, PersonChanges changes) =>
        (this.conversations, this.reader, this.changes) = (conversations, reader, changes);

    /// <summary>What happened since it was read, for whoever takes it and could not hear it.</summary>
    public IReadOnlyList<PersonChange> Missed
    {
        get
        {
            lock (gate)
                return [.. missed];
        }
    }

    /// <summary>Reads the history, and the conversation of this address. In database trouble it leaves both to the page.</summary>
    /// <param name="path">Relative to the base address, such as <c>c/{id}</c>.</param>
    public async Task ReadAsync(Guid userId, string path, CancellationToken ct)
    {
        subscription = changes.Subscribe(userId, Add);
        try
        {
            history = await conversations.ReadAsync(userId, null, null, ct);
            if (ConversationAddress.IdOf(path) is { } id)
                (conversation, conversationId) = (await reader.ReadAsync(userId, id, null, ct), id);
        }
        catch (Exception exception) when (DatabaseTrouble.IsTrouble(exception))
        {
            // The page reads it again, and says so when it cannot.
        }
    }

    /// <returns>Null when it was not read, or taken already.</returns>
    public HistoryPage? TakeHistory() => Interlocked.Exchange(ref history, null);

    /// <param name="read">Null when this user has none with that id.</param>
    /// <returns>False when it was not read, or taken already.</returns>
    public bool TryTakeConversation(Guid id, out ConversationPage? read)
    {
        var isRead = conversationId == id;
        read = isRead ? conversation : null;
        if (isRead)
            (conversation, conversationId) = (null, null);
        return isRead;
    }

    /// <summary>Everything that is drawn listens for itself now.</summary>
    public void End()
    {
        subscription?.Dispose();
        (history, conversation, conversationId) = (null, null, null);
    }

    public void Dispose() => End();

    private void Add(PersonChange change)
    {
        lock (gate)
            missed.Add(change);
    }
}
