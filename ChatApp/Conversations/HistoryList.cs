namespace ChatApp.Conversations;

/// <summary>The part of a history that a page has loaded, kept in its order while single conversations change.</summary>
internal sealed class HistoryList
{
    private readonly List<ConversationEntry> entries = [];

    public IReadOnlyList<ConversationEntry> Entries => entries;

    /// <summary>Where the rest begins; null when all is loaded.</summary>
    public HistoryCursor? Before { get; private set; }

    public void Replace(HistoryPage page)
    {
        entries.Clear();
        Append(page);
    }

    public void Append(HistoryPage page)
    {
        // What moved up since the page before is here already.
        entries.RemoveAll(entry => page.Conversations.Any(other => other.Id == entry.Id));
        entries.AddRange(page.Conversations);
        Before = page.Before;
    }

    public void Remove(Guid id) => entries.RemoveAll(entry => entry.Id == id);

    /// <summary>Puts a new or changed conversation in its place; one older than all that is loaded comes with its page.</summary>
    public void Put(ConversationEntry entry)
    {
        Remove(entry.Id);
        if (Before is not null && entry.UpdatedAt < Before.UpdatedAt)
            return;
        var place = entries.FindIndex(other => other.UpdatedAt <= entry.UpdatedAt);
        entries.Insert(place < 0 ? entries.Count : place, entry);
    }
}
