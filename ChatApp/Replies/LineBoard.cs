namespace ChatApp.Replies;

/// <summary>The line of every endpoint as the last query showed it, for all viewers together.</summary>
public sealed class LineBoard
{
    private volatile IReadOnlyDictionary<Guid, Place> places = new Dictionary<Guid, Place>();

    /// <summary>The place of a waiting reply, or null when it does not wait. A change is told through <see cref="PersonChanges"/>.</summary>
    internal Place? PlaceOf(Guid replyId) => places.GetValueOrDefault(replyId);

    internal IReadOnlyDictionary<Guid, Place> Places
    {
        get => places;
        set => places = value;
    }
}
