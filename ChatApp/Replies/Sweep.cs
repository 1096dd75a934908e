using ChatApp.Data;
using ChatApp.LanguageModels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatApp.Replies;

/// <summary>Finds again whatever was lost on the way: replies nobody woke, deadlines, stops nobody heard, endpoints that are gone.</summary>
internal sealed partial class Sweep(
    IDbContextFactory<ChatDbContext> databases,
    ModelCatalog catalog,
    RunningReplies running,
    NodeIdentity node,
    Recovery recovery,
    EndpointClocks clocks,
    PersonChanges changes,
    Wake wake,
    IOptions<RepliesOptions> options,
    TimeProvider time,
    ILogger<Sweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private HashSet<Guid> strays = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A deadline shorter than the interval wants a closer look.
        var quarter = options.Value.QueueDeadline / 4;
        using var timer = new PeriodicTimer(quarter < Interval ? quarter : Interval, time);
        try
        {
            do
                await TickAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    internal async Task TickAsync(CancellationToken ct)
    {
        try
        {
            await recovery.RecoverAsync(ct);
            await using var db = await databases.CreateDbContextAsync(ct);
            await clocks.TickAsync(db, [.. catalog.Endpoints.Select(endpoint => endpoint.Name)], ct);
            await EndStraysAsync(db, ct);
            await EndOverdueAsync(db, ct);
            await EndHomelessAsync(db, ct);
            wake.Call();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogTickFailed(e);
        }
    }

    // Claimed by this process, yet not running in it at two looks in a row: its end could not be written, or the answer
    // to the commit of its claim was lost.
    private async Task EndStraysAsync(ChatDbContext db, CancellationToken ct)
    {
        var mine = db.Replies.Where(reply => reply.Status >= ReplyStatus.Processing && reply.Status <= ReplyStatus.Streaming && reply.Owner == node.Boot);
        var lost = (await mine.Select(reply => reply.Id).ToListAsync(ct)).Where(id => !running.Contains(id)).ToHashSet();
        var twice = lost.Where(strays.Contains).ToList();
        strays = lost;
        await EndAsync(mine.Where(reply => twice.Contains(reply.Id)), which => Recovery.ReleaseAsync(which, time.GetUtcNow().UtcDateTime, ct), ct);
    }

    private Task EndOverdueAsync(ChatDbContext db, CancellationToken ct)
    {
        var deadline = (long)options.Value.QueueDeadline.TotalMilliseconds;
        return EndAsync(db.Replies.Where(reply => reply.Status == ReplyStatus.Queued
            && db.Endpoints.Any(endpoint => endpoint.Name == reply.Endpoint && endpoint.OpenMilliseconds - reply.QueuedAtOpen > deadline)), ReplyStatus.Error, ReplyError.QueueTimeout, ct);
    }

    private Task EndHomelessAsync(ChatDbContext db, CancellationToken ct)
    {
        var served = catalog.Endpoints.Select(endpoint => endpoint.Name).ToList();
        return EndAsync(db.Replies.Where(reply => reply.Status == ReplyStatus.Queued && !served.Contains(reply.Endpoint)), ReplyStatus.Error, ReplyError.Unreachable, ct);
    }

    private Task EndAsync(IQueryable<Reply> which, ReplyStatus status, ReplyError? error, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return EndAsync(which, found => found.ExecuteUpdateAsync(reply => reply
            .SetProperty(row => row.Status, status)
            .SetProperty(row => row.Error, error)
            .SetProperty(row => row.EndedAt, now), ct), ct);
    }

    private async Task EndAsync(IQueryable<Reply> which, Func<IQueryable<Reply>, Task> end, CancellationToken ct)
    {
        var found = await which.Select(reply => new { reply.Sequence, reply.Id, reply.UserId, reply.ConversationId }).ToListAsync(ct);
        if (found.Count == 0)
            return;
        var sequences = found.ConvertAll(reply => reply.Sequence);
        await end(which.Where(reply => sequences.Contains(reply.Sequence)));
        foreach (var reply in found)
        {
            changes.Publish(reply.UserId, new(ChangeKind.Reply, reply.ConversationId, reply.Id));
            changes.Publish(reply.UserId, new(ChangeKind.Conversation, reply.ConversationId));
        }
    }

    [LoggerMessage(LogLevel.Error, "The sweep failed; the next comes soon")]
    private partial void LogTickFailed(Exception e);
}
