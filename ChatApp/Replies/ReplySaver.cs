using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Replies;

/// <summary>Once a second writes the new tail of every live reply, all in one transaction, and hears of stops that came in elsewhere.</summary>
internal sealed partial class ReplySaver(RunningReplies running, IDbContextFactory<ChatDbContext> databases, NodeIdentity node, TimeProvider time, ILogger<ReplySaver> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly PeriodicTimer timer = new(Interval, time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TickAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The replies themselves write their end while the host stops.
        }
    }

    public override void Dispose()
    {
        timer.Dispose();
        base.Dispose();
    }

    private async Task TickAsync(CancellationToken ct)
    {
        try
        {
            if (running.All.Count == 0)
                return;
            await SaveAsync(ct);
            await HearStopsAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The text stays in memory; the next tick saves all of it.
            LogNotSaved(e);
        }
    }

    private async Task SaveAsync(CancellationToken ct)
    {
        var grown = running.All.Where(reply => reply.Begun && (reply.Text.Length > reply.Saved || reply.Thoughts.Length > reply.SavedThoughts)).ToList();
        if (grown.Count == 0)
            return;
        var saved = await databases.InTransactionAsync(async (db, ct) =>
        {
            var lengths = new List<(int Text, int Thoughts)?>(grown.Count);
            foreach (var reply in grown)
                lengths.Add(await SaveAsync(db, reply, ct));
            return lengths;
        }, ct);
        foreach (var (reply, length) in grown.Zip(saved))
            if (length is { } known)
                (reply.Saved, reply.SavedThoughts) = known;
            else
                reply.End(EndCause.Lost);
    }

    /// <returns>The lengths now on disk, or null when the claim is lost.</returns>
    private static async Task<(int Text, int Thoughts)?> SaveAsync(ChatDbContext db, RunningReply reply, CancellationToken ct)
    {
        var tail = reply.Text.ReadFrom(reply.Saved);
        var holds = db.Replies.HeldBy(reply.Claim);
        var written = await db.Messages.Where(message => message.Id == reply.Claim.ReplyId && holds.Any())
            .ExecuteUpdateAsync(message => message.SetProperty(row => row.Text, row => row.Text + tail), ct);
        if (written == 0)
            return null;
        var thoughts = reply.Thoughts.ReadFrom(reply.SavedThoughts);
        await db.AppendThoughtsAsync(reply.Claim.ReplyId, thoughts, ct);
        return (reply.Saved + tail.Length, reply.SavedThoughts + thoughts.Length);
    }

    private async Task HearStopsAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var stopped = await db.Replies
            .Where(reply => reply.Status >= ReplyStatus.Processing && reply.Status <= ReplyStatus.Streaming && reply.StopRequested && reply.Owner == node.Boot)
            .Select(reply => reply.Id)
            .ToListAsync(ct);
        foreach (var id in stopped)
            running.Stop(id);
    }

    [LoggerMessage(LogLevel.Warning, "The texts of running replies could not be saved; trying again in a second")]
    private partial void LogNotSaved(Exception e);
}
