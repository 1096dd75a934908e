namespace ChatApp.Admin.History;

/// <summary>Which lines each chart shows.</summary>
internal sealed record HistoryChart(string Title, IReadOnlyList<Series> Lines, Func<double, string> Write)
{
    private const int MostModels = 6;

    public static IEnumerable<HistoryChart> All(HistoryPoint[] points)
    {
        yield return new("Arrivals and completions", [Of("arrived", point => point.Arrived), Of("completed", point => point.Completed), Of("stopped", point => point.Stopped)], Figures.Short);
        yield return new("Waiting, at most", [Of("waiting", point => point.Waiting)], Figures.Short);
        yield return new("Wait", [Of("median", point => point.WaitMedian), Of("95 %", point => point.WaitMost)], Figures.Span);
        yield return new("Duration of complete replies", [Of("median", point => point.DurationMedian), Of("95 %", point => point.DurationMost)], Figures.Span);
        yield return new("Failures by kind", Failures(), Figures.Short);
        yield return new("Tokens by model", Tokens(), Figures.Short);

        Series Of(string name, Func<HistoryPoint, double?> value) => new(name, Array.ConvertAll(points, point => value(point)));

        // A kind that did not occur would be a line for nothing.
        IReadOnlyList<Series> Failures()
        {
            var occurred = HistoryPoint.Kinds.Where(kind => points.Any(point => point.Failures[(int)kind] > 0)).Select(kind => Of(kind.ToString(), point => point.Failures[(int)kind])).ToList();
            return occurred.Count > 0 ? occurred : [Of("failed", _ => 0)];
        }

        IReadOnlyList<Series> Tokens()
        {
            var models = points.SelectMany(point => point.Tokens).GroupBy(used => used.Key, used => used.Value).OrderByDescending(model => model.Sum()).Select(model => model.Key).ToList();
            var shown = models.Take(MostModels).ToHashSet();
            List<Series> lines = [.. models.Take(MostModels).Select(model => Of(model, point => point.Tokens.GetValueOrDefault(model)))];
            if (models.Count > MostModels)
                lines.Add(Of("others", point => point.Tokens.Where(used => !shown.Contains(used.Key)).Sum(used => used.Value)));
            return lines.Count > 0 ? lines : [Of("tokens", _ => 0)];
        }
    }
}
