using ChatApp.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatApp.Replies;

/// <summary>Tells other processes that this one lives, and holds those dead whose beat stands still. Only this process's own monotonic clock counts.</summary>
internal sealed partial class NodeBeat(
    NodeIdentity node,
    IOptions<NodeOptions> options,
    IDbContextFactory<ChatDbContext> databases,
    RunningReplies running,
    Recovery recovery,
    Wake wake,
    IHostApplicationLifetime host,
    TimeProvider time,
    ILogger<NodeBeat> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DeadAfter = TimeSpan.FromSeconds(30);
    private readonly Dictionary<Guid, (long Beat, long SeenAt)> others = [];
    private long beatAt;

    // Set from the start on, so that no time passes between start and first beat unseen.
    private readonly PeriodicTimer timer = new(Interval, time);

    /// <summary>Takes over at once what earlier starts under this name left behind: the name's lock says that none of them lives.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
            await db.Nodes.Where(other => other.Name == options.Value.Name).ExecuteDeleteAsync(cancellationToken);
        await RegisterAsync(cancellationToken);
        await RecoverAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TickAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    public override void Dispose()
    {
        timer.Dispose();
        base.Dispose();
    }

    internal async Task TickAsync(CancellationToken ct)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            var alive = await db.Nodes.Where(row => row.Boot == node.Boot)
                .ExecuteUpdateAsync(row => row.SetProperty(it => it.Beat, it => it.Beat + 1), ct);
            if (alive == 0 && !host.ApplicationStopping.IsCancellationRequested)
                await ComeBackAsync(ct);
            if (await BuryTheDeadAsync(db, ct))
                await RecoverAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogTickFailed(e);
        }
    }

    // Held dead while it was suspended: others have taken over what ran here.
    private async Task ComeBackAsync(CancellationToken ct)
    {
        LogHeldDead();
        foreach (var reply in running.All)
            reply.End(EndCause.Lost);
        await RecoverAsync(ct);
        await RegisterAsync(ct);
    }

    private async Task<bool> BuryTheDeadAsync(ChatDbContext db, CancellationToken ct)
    {
        var beats = await db.Nodes.AsNoTracking().Where(other => other.Boot != node.Boot).ToListAsync(ct);
        var now = time.GetTimestamp();
        // Whoever could not beat itself for a while (the database was locked, the machine slept) has no say in who is dead: perhaps nobody could.
        if (time.GetElapsedTime(beatAt, now) > 2 * Interval)
            others.Clear();
        beatAt = now;
        var buried = 0;
        foreach (var other in beats)
            if (!others.TryGetValue(other.Boot, out var seen) || seen.Beat != other.Beat)
                others[other.Boot] = (other.Beat, now);
            else if (time.GetElapsedTime(seen.SeenAt, now) >= DeadAfter)
                buried += await db.Nodes.Where(it => it.Boot == other.Boot && it.Beat == seen.Beat).ExecuteDeleteAsync(ct);
        foreach (var boot in others.Keys.Except(beats.Select(other => other.Boot)).ToList())
            others.Remove(boot);
        return buried > 0;
    }

    private async Task RegisterAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        db.Nodes.Add(new() { Boot = node.Boot, Name = options.Value.Name, StartedAt = time.GetUtcNow().UtcDateTime });
        await db.SaveChangesAsync(ct);
    }

    private async Task RecoverAsync(CancellationToken ct)
    {
        if (await recovery.RecoverAsync(ct) is > 0 and var count)
        {
            LogRecovered(count);
            wake.Call();
        }
    }

    [LoggerMessage(LogLevel.Information, "Took over {Count} replies of a process that is gone")]
    private partial void LogRecovered(int count);

    [LoggerMessage(LogLevel.Warning, "This process was held dead by another and starts anew")]
    private partial void LogHeldDead();

    [LoggerMessage(LogLevel.Warning, "The beat could not be written; trying again in 5 s")]
    private partial void LogTickFailed(Exception e);
}
