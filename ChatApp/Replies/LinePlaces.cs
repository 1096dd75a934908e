using ChatApp.Data;
using ChatApp.LanguageModels;

namespace ChatApp.Replies;

/// <summary>Turns one look at the line into places, and tells the persons whose places changed. Used by the <see cref="LineKeeper"/> alone.</summary>
internal sealed class LinePlaces(LineBoard board, PersonChanges changes, RecentDurations durations)
{
    private Dictionary<Guid, Place> places = [];
    private Dictionary<Guid, Guid> persons = [];
    private Dictionary<Guid, Guid> before = [];

    public void Begin() => (places, persons) = ([], []);

    public async Task AddAsync(ChatDbContext db, ModelEndpoint endpoint, Standing[] order, LineState line, int slots, DateTime now, CancellationToken ct)
    {
        var people = Array.FindAll(order, standing => standing.Entry.Kind is ReplyKind.Answer);
        var running = line.Running[endpoint.Name].Where(entry => entry.Kind is ReplyKind.Answer).ToList();
        var median = people.Length > 0 ? await durations.MedianAsync(db, endpoint.Name, ct) : null;
        var starts = median is { } known && !line.IsHeld(endpoint.Name)
            ? WaitEstimate.Starts(known, slots, running.Select(entry => now - (entry.StartedAt ?? now)), people.Length)
            : null;
        for (var i = 0; i < people.Length; i++)
        {
            var (entry, hindrance) = people[i];
            places[entry.Id] = new(i + 1, Rounded(NotBefore(starts?[i], entry.NotBefore - now)), new(hindrance, running.Count, endpoint.Reachable == false));
            persons[entry.Id] = entry.UserId;
        }
    }

    public void Publish()
    {
        var old = board.Places;
        board.Places = places;
        var news = new HashSet<Guid>();
        foreach (var (reply, place) in places)
            if (old.GetValueOrDefault(reply) != place)
                news.Add(persons[reply]);
        foreach (var (reply, person) in before)
            if (!places.ContainsKey(reply))
                news.Add(person);
        before = persons;
        foreach (var person in news)
            changes.Publish(person, new(ChangeKind.Places));
    }

    // A model server that asked for a pause is not called before it is over.
    private static TimeSpan? NotBefore(TimeSpan? start, TimeSpan? pause) => start < pause ? pause : start;

    // A place that differs by parts of a second only is no news.
    private static TimeSpan? Rounded(TimeSpan? eta) => eta is { } time ? TimeSpan.FromSeconds(Math.Round(time.TotalSeconds)) : null;
}
