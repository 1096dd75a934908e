using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Tests.Admin;

/// <summary>The figures of the dashboard, by endpoint (empty for all) and metric: as the rows say, to hold against an open page.</summary>
internal static class Watched
{
    /// <summary>Counted anew from all rows, by the plainest means; what depends on the moment is left out.</summary>
    /// <param name="slots">Of the endpoints shown.</param>
    public static Dictionary<(string Endpoint, string Metric), double> Count(IReadOnlyList<Reply> rows, IReadOnlyDictionary<string, int> slots, DateTime now)
    {
        var figures = new Dictionary<(string, string), double>();
        foreach (var (endpoint, total) in slots.Append(new("", slots.Values.Sum())))
        {
            var mine = rows.Where(row => row.Kind is ReplyKind.Answer && (endpoint.Length == 0 || row.Endpoint == endpoint)).ToList();
            var ended = mine.Where(row => row.EndedAt > now.AddHours(-1)).ToList();
            void Say(string metric, double value) => figures[(endpoint, metric)] = value;

            Say("queued", mine.Count(row => row.Status is ReplyStatus.Queued));
            Say("processing", mine.Count(row => row.Status is ReplyStatus.Processing));
            Say("streaming", mine.Count(row => row.Status is ReplyStatus.Streaming));
            Say("workers-busy", mine.Count(row => row.Status is ReplyStatus.Processing or ReplyStatus.Streaming));
            Say("workers-total", total);
            Say("completed-1h", ended.Count(row => row.Status is ReplyStatus.Complete));
            Say("failed-1h", ended.Count(row => row.Status is ReplyStatus.Error));
            Say("stopped-1h", ended.Count(row => row.Status is ReplyStatus.Stopped));
            Say("wait-p50", Percentile(ended.Select(row => row.StartedAt - row.QueuedAt), 0.5));
            Say("wait-p95", Percentile(ended.Select(row => row.StartedAt - row.QueuedAt), 0.95));
            Say("first-token-p50", Percentile(ended.Select(row => row.FirstTokenAt - row.StartedAt), 0.5));
            Say("first-token-p95", Percentile(ended.Select(row => row.FirstTokenAt - row.StartedAt), 0.95));
            Say("duration-p50", Percentile(ended.Where(row => row.Status is ReplyStatus.Complete).Select(row => row.EndedAt - row.StartedAt), 0.5));
        }
        return figures;
    }

    /// <summary>One line for each figure that differs by more than rounding.</summary>
    public static IReadOnlyList<string> Differences(Dictionary<(string Endpoint, string Metric), double> page, Dictionary<(string Endpoint, string Metric), double> rows) =>
        [.. rows.Where(row => Math.Abs(page.GetValueOrDefault(row.Key, -1) - row.Value) > 1.5).Select(row => $"{row.Key}: page {page.GetValueOrDefault(row.Key, -1)}, rows {row.Value}")
            .Concat(rows.Where(row => row.Key.Metric is not ("wait-p50" or "wait-p95" or "first-token-p50" or "first-token-p95" or "duration-p50") && page.GetValueOrDefault(row.Key, -1) != row.Value)
                .Select(row => $"{row.Key}: page {page.GetValueOrDefault(row.Key, -1)}, rows {row.Value}")).Distinct()];

    // It grows while nobody does anything: the page may be a second behind.
    public static IEnumerable<string> WaitDifferences(Dictionary<(string Endpoint, string Metric), double> page, IReadOnlyList<Reply> rows, IEnumerable<string> endpoints, DateTime now)
    {
        foreach (var endpoint in endpoints.Append(""))
        {
            var oldest = rows.Where(row => row.Kind is ReplyKind.Answer && row.Status is ReplyStatus.Queued && (endpoint.Length == 0 || row.Endpoint == endpoint)).Select(row => (DateTime?)row.QueuedAt).Min();
            var (actual, shown) = (oldest is { } since ? (now - since).TotalMilliseconds : 0, page[(endpoint, "oldest-wait")]);
            if (oldest is null ? shown != 0 : shown > actual || shown < actual - 1_500)
                yield return $"({endpoint}, oldest-wait): page {shown}, rows {actual}";
        }
    }

    public static Task<List<Reply>> RowsAsync(Running.TestApp app) => app.QueryAsync(db => db.Replies.AsNoTracking().ToListAsync());

    private static double Percentile(IEnumerable<TimeSpan?> times, double share)
    {
        var sorted = times.OfType<TimeSpan>().Select(time => time.TotalMilliseconds).Order().ToList();
        if (sorted.Count == 0)
            return 0;
        var rank = share * (sorted.Count - 1);
        return sorted[(int)rank] + (sorted[(int)Math.Ceiling(rank)] - sorted[(int)rank]) * (rank - Math.Floor(rank));
    }
}
