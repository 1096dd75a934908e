using ChatApp.Data;

namespace ChatApp.Admin.History;

/// <summary>What a roll-up needs of a reply.</summary>
internal sealed record RolledReply(
    string Endpoint, string Model, ReplyStatus Status, ReplyError? Error, DateTime QueuedAt, DateTime? StartedAt, DateTime? EndedAt, int? PromptTokens, int? CompletionTokens);

/// <summary>Counts replies by minute and model, and joins minutes to longer spans.</summary>
internal static class RollUps
{
    /// <summary>The whole line's row: it alone says how many waited.</summary>
    public const string Everything = "";
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <param name="from">The beginning of the first minute.</param>
    /// <param name="until">The end of the last.</param>
    public static List<RollUp> Of(IReadOnlyList<RolledReply> replies, DateTime from, DateTime until)
    {
        var spans = new Dictionary<(DateTime, string, string), Span>();
        foreach (var reply in replies)
        {
            if (At(reply.QueuedAt, reply) is { } arrival)
                arrival.Row.Arrived++;
            if (reply.StartedAt is { } started && At(started, reply) is { } start)
                start.Waits.Add(started - reply.QueuedAt);
            if (reply.EndedAt is { } ended && At(ended, reply) is { } end)
                end.End(reply);
            var gone = reply.StartedAt ?? reply.EndedAt ?? until.AddTicks(1);
            for (var minute = Max(Floor(reply.QueuedAt, Minute), from); minute + Minute < gone && minute < until; minute += Minute)
                Find(minute, Everything, Everything).Row.Waiting++;
        }
        return [.. spans.Values.Select(span => span.Write())];

        Span? At(DateTime time, RolledReply reply) => time >= from && time < until ? Find(Floor(time, Minute), reply.Endpoint, reply.Model) : null;

        Span Find(DateTime at, string endpoint, string model) =>
            spans.TryGetValue((at, endpoint, model), out var span) ? span : spans[(at, endpoint, model)] = new(new() { At = at, Minutes = 1, Endpoint = endpoint, Model = model });
    }

    public static List<RollUp> Join(IEnumerable<RollUp> rows, int minutes) =>
        [.. rows.GroupBy(row => (At: Floor(row.At, TimeSpan.FromMinutes(minutes)), row.Endpoint, row.Model))
            .Select(group => group.Aggregate(new Span(new() { At = group.Key.At, Minutes = minutes, Endpoint = group.Key.Endpoint, Model = group.Key.Model }), (span, row) => span.Add(row)).Write())];

    public static DateTime Floor(DateTime time, TimeSpan span) => new(time.Ticks - time.Ticks % span.Ticks, DateTimeKind.Utc);

    private static DateTime Max(DateTime one, DateTime other) => one > other ? one : other;

    private sealed record Span(RollUp Row)
    {
        private readonly int[] failures = new int[Enum.GetValues<ReplyError>().Length];
        private readonly Sketch durations = new();

        public Sketch Waits { get; } = new();

        public void End(RolledReply reply)
        {
            Row.PromptTokens += reply.PromptTokens ?? 0;
            Row.CompletionTokens += reply.CompletionTokens ?? 0;
            if (reply.Status is ReplyStatus.Stopped)
                Row.Stopped++;
            else if (reply.Status is ReplyStatus.Error)
                failures[(int)(reply.Error ?? ReplyError.Internal)]++;
            else
            {
                Row.Completed++;
                durations.Add(reply.EndedAt!.Value - (reply.StartedAt ?? reply.EndedAt.Value));
            }
        }

        public Span Add(RollUp row)
        {
            Row.Arrived += row.Arrived;
            Row.Completed += row.Completed;
            Row.Stopped += row.Stopped;
            Row.Waiting = Math.Max(Row.Waiting, row.Waiting);
            Row.PromptTokens += row.PromptTokens;
            Row.CompletionTokens += row.CompletionTokens;
            for (var kind = 0; kind < Math.Min(failures.Length, row.Failures.Count); kind++)
                failures[kind] += row.Failures[kind];
            Waits.Add(Sketch.Parse(row.Waits));
            durations.Add(Sketch.Parse(row.Durations));
            return this;
        }

        public RollUp Write()
        {
            Row.Failures = Array.Exists(failures, count => count > 0) ? [.. failures] : [];
            (Row.Waits, Row.Durations) = (Waits.ToString(), durations.ToString());
            return Row;
        }
    }
}
