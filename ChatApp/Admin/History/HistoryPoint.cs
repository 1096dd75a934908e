using ChatApp.Data;

namespace ChatApp.Admin.History;

/// <summary>One point of the charts: everything that happened in its span. Times in milliseconds, null where nothing was measured.</summary>
internal sealed record HistoryPoint(
    DateTime At, int Arrived, int Completed, int Stopped, IReadOnlyList<int> Failures, int Waiting,
    double? WaitMedian, double? WaitMost, double? DurationMedian, double? DurationMost, IReadOnlyDictionary<string, long> Tokens)
{
    public static readonly ReplyError[] Kinds = Enum.GetValues<ReplyError>();

    public static HistoryPoint Of(DateTime at, IEnumerable<RollUp> rows)
    {
        var (waits, durations) = (new Sketch(), new Sketch());
        var failures = new int[Kinds.Length];
        var tokens = new Dictionary<string, long>();
        int arrived = 0, completed = 0, stopped = 0, waiting = 0;
        foreach (var row in rows)
        {
            (arrived, completed, stopped, waiting) = (arrived + row.Arrived, completed + row.Completed, stopped + row.Stopped, Math.Max(waiting, row.Waiting));
            for (var kind = 0; kind < Math.Min(failures.Length, row.Failures.Count); kind++)
                failures[kind] += row.Failures[kind];
            waits.Add(Sketch.Parse(row.Waits));
            durations.Add(Sketch.Parse(row.Durations));
            if (row.PromptTokens + row.CompletionTokens is > 0 and var used)
                tokens[$"{row.Endpoint}/{row.Model}"] = tokens.GetValueOrDefault($"{row.Endpoint}/{row.Model}") + used;
        }
        return new(at, arrived, completed, stopped, failures, waiting, waits.Percentile(0.5), waits.Percentile(0.95), durations.Percentile(0.5), durations.Percentile(0.95), tokens);
    }
}
