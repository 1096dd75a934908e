using System.Runtime.InteropServices;
using ChatApp.Data;

namespace ChatApp.Replies;

/// <summary>
/// The one order of an endpoint's line; the claim, the position a person sees and the admin's list all call it.
/// People before titles; what can run now before the rest; then priority, rounds (everyone's oldest, everyone's second, …),
/// within a round the person served longest ago, then arrival.
/// </summary>
internal static class QueueOrder
{
    /// <param name="defaultLimit">Running replies a person may have without a limit of their own.</param>
    public static Standing[] Of(string endpoint, LineState line, int defaultLimit, DateTime now)
    {
        var waiting = line.Waiting[endpoint] as IList<LineEntry> ?? [.. line.Waiting[endpoint]];
        var people = waiting.Any(entry => entry.Kind is ReplyKind.Answer);
        var held = line.IsPaused(endpoint) ? Hindrance.Paused : line.IsDraining ? Hindrance.Draining : Hindrance.None;
        var persons = new Dictionary<Guid, Counters>();
        var keys = new Key[waiting.Count];
        var standings = new Standing[waiting.Count];
        var next = 0;

        // Priority by priority, because a person's allowance goes to what stands first.
        foreach (var priority in (ReadOnlySpan<ReplyPriority>)[ReplyPriority.High, ReplyPriority.Normal, ReplyPriority.Low])
            foreach (var entry in waiting)
            {
                if (entry.Priority != priority)
                    continue;
                ref var person = ref CollectionsMarshal.GetValueRefOrAddDefault(persons, entry.UserId, out var known);
                if (!known)
                    person = new() { Allowance = line.AllowanceOf(entry.UserId, defaultLimit), Turn = line.TurnOf(entry.UserId) };
                var hindrance = HindranceOf(entry, line, held, people, person.Allowance, now);
                if (hindrance is Hindrance.None && entry.Kind is ReplyKind.Answer)
                    person.Allowance--;
                standings[next] = new(entry, hindrance);
                keys[next++] = new(entry.Kind, hindrance is not Hindrance.None, priority, person.NextRound(hindrance is Hindrance.None, priority), person.Turn, entry.Sequence);
            }

        Array.Sort(keys, standings);
        return standings;
    }

    private static Hindrance HindranceOf(LineEntry entry, LineState line, Hindrance held, bool people, int allowance, DateTime now)
    {
        if (held is not Hindrance.None)
            return held;
        if (entry.Kind is ReplyKind.Title)
            return people ? Hindrance.PeopleWait : Hindrance.None;
        if (entry.After is { } before && line.IsUnfinished(before))
            return Hindrance.PreviousMessage;
        if (entry.NotBefore > now)
            return Hindrance.AskedToWait;
        return allowance > 0 ? Hindrance.None : Hindrance.PersonsLimit;
    }

    private struct Counters
    {
        private Rounds canRun;
        private Rounds rest;

        public int Allowance;
        public long Turn;

        public int NextRound(bool runnable, ReplyPriority priority) => runnable ? canRun[(int)priority]++ : rest[(int)priority]++;
    }

    [System.Runtime.CompilerServices.InlineArray(3)]
    private struct Rounds
    {
        private int first;
    }

    private readonly record struct Key(ReplyKind Kind, bool Held, ReplyPriority Priority, int Round, long Turn, long Sequence) : IComparable<Key>
    {
        public int CompareTo(Key other)
        {
            if (Kind != other.Kind)
                return Kind < other.Kind ? -1 : 1;
            if (Held != other.Held)
                return other.Held ? -1 : 1;
            if (Priority != other.Priority)
                return Priority < other.Priority ? -1 : 1;
            if (Round != other.Round)
                return Round.CompareTo(other.Round);
            return Turn != other.Turn ? Turn.CompareTo(other.Turn) : Sequence.CompareTo(other.Sequence);
        }
    }
}
