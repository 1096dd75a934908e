using ChatApp.Data;
using ChatApp.Queue;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Admin.History;

/// <summary>Rolls up the minutes that are over, and keeps the table small: minutes become ten minutes, then hours, then nothing.</summary>
internal sealed class RollUpWork(IDbContextFactory<ChatDbContext> databases, TimeProvider time) : IRecurringWork
{
    public const string JobName = "roll-ups";

    /// <summary>As far back as the charts reach.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(31);

    // Each age lies beyond what a chart shows so finely.
    private static readonly (int From, int To, TimeSpan Age)[] Coarser = [(1, 10, TimeSpan.FromHours(3)), (10, 60, TimeSpan.FromDays(2))];
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // An end may be written a while after its own time, while the database is locked.
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(5);

    public string Name => JobName;
    public string Purpose => "Rolls up what happened, minute by minute, for the charts";
    public string Cron => "* * * * *";

    public Task<string> RunAsync(CancellationToken ct) => databases.InTransactionAsync(async (db, ct) =>
    {
        var now = time.GetUtcNow().UtcDateTime;
        var until = RollUps.Floor(now, Minute);
        var from = await BeginningAsync(db, until, ct);
        var replies = await db.Replies.AsNoTracking()
            .Where(reply => reply.Kind == ReplyKind.Answer && reply.QueuedAt < until && (reply.EndedAt >= from || reply.Status <= ReplyStatus.Streaming))
            .Select(reply => new RolledReply(
                reply.Endpoint, reply.Model, reply.Status, reply.Error, reply.QueuedAt, reply.StartedAt, reply.EndedAt, reply.PromptTokens, reply.CompletionTokens))
            .ToListAsync(ct);
        await db.RollUps.Where(row => row.At >= from || row.At < now - Kept).ExecuteDeleteAsync(ct);
        db.RollUps.AddRange(RollUps.Of(replies, from, until));
        await db.SaveChangesAsync(ct);
        foreach (var (fine, coarse, age) in Coarser)
            await JoinAsync(db, fine, coarse, RollUps.Floor(now - age, TimeSpan.FromMinutes(coarse)), ct);
        await NoteAsync(db, until, ct);
        return $"Up to {until:HH:mm} UTC; rows kept: {Figures.Count(await db.RollUps.CountAsync(ct))}.";
    }, ct);

    private static async Task<DateTime> BeginningAsync(ChatDbContext db, DateTime until, CancellationToken ct)
    {
        var oldest = until - Kept;
        var done = await db.MaintenanceRuns.Where(run => run.Name == JobName).Select(run => run.DoneUntil).SingleOrDefaultAsync(ct)
            ?? await db.Replies.MinAsync(reply => (DateTime?)reply.QueuedAt, ct) ?? until;
        var from = (done < until ? done : until) - Again;
        from = from > oldest ? from : oldest;
        // Further back, rows may be as long as an hour already, and are counted anew as a whole.
        return RollUps.Floor(from, until - from < Coarser[0].Age ? Minute : TimeSpan.FromHours(1));
    }

    private static async Task JoinAsync(ChatDbContext db, int fine, int coarse, DateTime before, CancellationToken ct)
    {
        var rows = await db.RollUps.AsNoTracking().Where(row => row.Minutes == fine && row.At < before).ToListAsync(ct);
        if (rows.Count == 0)
            return;
        db.ChangeTracker.Clear();
        await db.RollUps.Where(row => row.Minutes == fine && row.At < before).ExecuteDeleteAsync(ct);
        db.RollUps.AddRange(RollUps.Join(rows, coarse));
        await db.SaveChangesAsync(ct);
    }

    private static async Task NoteAsync(ChatDbContext db, DateTime until, CancellationToken ct)
    {
        if (await db.MaintenanceRuns.Where(run => run.Name == JobName).ExecuteUpdateAsync(set => set.SetProperty(run => run.DoneUntil, until), ct) == 1)
            return;
        db.MaintenanceRuns.Add(new() { Name = JobName, DoneUntil = until });
        await db.SaveChangesAsync(ct);
    }
}
