using System.Collections.Concurrent;
using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Admin.History;

/// <summary>The points of the charts, read once for all who look at the same time.</summary>
internal sealed class HistoryReader(IDbContextFactory<ChatDbContext> databases, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, (long ReadAt, Task<HistoryPoint[]> Points)> read = new();

    /// <returns>Oldest first, one for each step of the span, up to the last minute that was rolled up.</returns>
    public Task<HistoryPoint[]> ReadAsync(HistorySpan span)
    {
        if (read.TryGetValue(span.Name, out var last) && time.GetElapsedTime(last.ReadAt) < Fresh && !last.Points.IsFaulted)
            return last.Points;
        var points = Task.Run(() => ReadNowAsync(span));
        read[span.Name] = (time.GetTimestamp(), points);
        return points;
    }

    internal async Task<HistoryPoint[]> ReadNowAsync(HistorySpan span)
    {
        await using var db = await databases.CreateDbContextAsync();
        var done = await db.MaintenanceRuns.Where(run => run.Name == RollUpWork.JobName).Select(run => run.DoneUntil).SingleOrDefaultAsync();
        var newest = RollUps.Floor((done ?? time.GetUtcNow().UtcDateTime).AddTicks(-1), span.Point);
        var oldest = newest - span.Point * (span.Points - 1);
        var rows = (await db.RollUps.AsNoTracking().Where(row => row.At >= oldest).ToListAsync()).ToLookup(row => RollUps.Floor(row.At, span.Point));
        return [.. Enumerable.Range(0, span.Points).Select(step => oldest + span.Point * step).Select(at => HistoryPoint.Of(at, rows[at]))];
    }
}
