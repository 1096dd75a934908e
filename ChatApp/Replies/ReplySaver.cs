using ChatApp.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatApp.Replies;

/// <summary>Once a second writes the new tail of every live reply, all in one transaction, and hears of stops that came in elsewhere.</summary>
internal sealed partial class ReplySaver(
    RunningReplies running,
    IDbContextFactory<ChatDbContext> databases,
    NodeIdentity node,
    IOptions<RepliesOptions> options,
    TimeProvider time,
    ILogger<ReplySaver> logger) : BackgroundService
{
    private readonly PeriodicTimer timer = new(options.Value.SaveInterval, time);

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
        var tries = 0;
        var saved = await databases.InTransactionAsync((db, ct) => SaveAsync(db, grown, isFirstTry: tries++ == 0, ct), ct);
        foreach (var (reply, length) in grown.Zip(saved))
            if (length is { } known)
                (reply.Saved, reply.SavedThoughts, reply.SaveWhole) = (known.Text, known.Thoughts, false);
            else
                reply.End(EndCause.Lost);
    }

    /// <returns>The lengths now on disk, or null where the claim is lost.</returns>
    private async Task<List<(int Text, int Thoughts)?>> SaveAsync(
        ChatDbContext db, List<RunningReply> grown, bool isFirstTry, CancellationToken ct)
    {
        // All rows of replies come before the first message: an end locks in the same order.
        var held = await FenceAsync(db, grown, ct);
        var lengths = new List<(int Text, int Thoughts)?>(grown.Count);
        foreach (var reply in grown)
            lengths.Add(held.Contains((reply.Claim.ReplyId, reply.Claim.Attempt)) ? await SaveAsync(db, reply, isFirstTry, ct) : null);
        return lengths;
    }

    private async Task<HashSet<(Guid Id, int Attempt)>> FenceAsync(ChatDbContext db, List<RunningReply> grown, CancellationToken ct)
    {
        var ids = grown.ConvertAll(reply => reply.Claim.ReplyId);
        var mine = db.Replies.Where(reply => EF.Parameter(ids).Contains(reply.Id) && reply.Owner == node.Boot && reply.Status == ReplyStatus.Streaming);
        // Written without a change: from here to the commit nobody takes them over.
        await mine.ExecuteUpdateAsync(reply => reply.SetProperty(row => row.Attempt, row => row.Attempt), ct);
        var held = await mine.Select(reply => new { reply.Id, reply.Attempt }).ToListAsync(ct);
        return [.. held.Select(reply => (reply.Id, reply.Attempt))];
    }

    private static async Task<(int Text, int Thoughts)> SaveAsync(ChatDbContext db, RunningReply reply, bool isFirstTry, CancellationToken ct)
    {
        var message = db.Messages.Where(message => message.Id == reply.Claim.ReplyId);
        if (isFirstTry && !reply.SaveWhole)
        {
            // Until this is known to be on disk, the tail may or may not be there.
            reply.SaveWhole = true;
            var tail = reply.Text.ReadFrom(reply.Saved);
            var thoughts = reply.Thoughts.ReadFrom(reply.SavedThoughts);
            await message.ExecuteUpdateAsync(set => set.SetProperty(row => row.Text, row => row.Text + tail), ct);
            await db.AppendThoughtsAsync(reply.Claim.ReplyId, thoughts, ct);
            return (reply.Saved + tail.Length, reply.SavedThoughts + thoughts.Length);
        }
        var (text, whole) = (reply.Text.ReadFrom(0), reply.Thoughts.ReadFrom(0));
        await message.ExecuteUpdateAsync(set => set.SetProperty(row => row.Text, text), ct);
        await db.SaveThoughtsAsync(reply.Claim.ReplyId, whole, ct);
        return (text.Length, whole.Length);
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
