using ChatApp.Data;

namespace ChatApp.Replies;

/// <summary>Everything unfinished at one moment, with what decides about its order.</summary>
/// <param name="unfinished">Waiting and running replies in order of arrival.</param>
/// <param name="turns">The greatest turn of each person who waits and was served before.</param>
/// <param name="limits">Running limits of the persons who have one of their own.</param>
/// <param name="endpoints">Decisions about endpoints, by name.</param>
/// <param name="draining">Nothing new starts anywhere.</param>
internal sealed class LineState(
    IReadOnlyList<LineEntry> unfinished,
    IReadOnlyDictionary<Guid, long> turns,
    IReadOnlyDictionary<Guid, int> limits,
    IReadOnlyDictionary<string, EndpointState> endpoints,
    bool draining = false)
{
    private readonly HashSet<Guid> ids = [.. unfinished.Select(entry => entry.Id)];
    private readonly Dictionary<Guid, int> running = unfinished
        .Where(entry => entry.Kind is ReplyKind.Answer && entry.Status.IsRunning())
        .GroupBy(entry => entry.UserId)
        .ToDictionary(person => person.Key, person => person.Count());

    public IReadOnlyList<LineEntry> Unfinished { get; } = unfinished;
    public bool IsDraining { get; } = draining;
    public ILookup<string, LineEntry> Waiting { get; } = unfinished.Where(entry => entry.Status is ReplyStatus.Queued).ToLookup(entry => entry.Endpoint);
    public ILookup<string, LineEntry> Running { get; } = unfinished.Where(entry => entry.Status.IsRunning()).ToLookup(entry => entry.Endpoint);

    public bool IsUnfinished(Guid replyId) => ids.Contains(replyId);

    /// <summary>When this person was served last, in turns; 0 means never.</summary>
    public long TurnOf(Guid personId) => turns.GetValueOrDefault(personId);

    /// <summary>How many more replies of this person may run now.</summary>
    public int AllowanceOf(Guid personId, int defaultLimit) =>
        limits.GetValueOrDefault(personId, defaultLimit) - running.GetValueOrDefault(personId);

    /// <summary>Whether nothing new starts there now.</summary>
    public bool IsHeld(string endpoint) => IsDraining || IsPaused(endpoint);

    public bool IsPaused(string endpoint) => endpoints.TryGetValue(endpoint, out var state) && state.Paused;

    public int SlotsOf(string endpoint, int configured) =>
        endpoints.TryGetValue(endpoint, out var state) ? state.Slots ?? configured : configured;
}
