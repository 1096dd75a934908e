using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Replies;

/// <summary>While the host stops: running replies get 10 s, then they are queued again or interrupted, and the process signs off.</summary>
internal sealed partial class ReplyShutdown(Claims claims, RunningReplies running, IDbContextFactory<ChatDbContext> databases, NodeIdentity node, TimeProvider time, ILogger<ReplyShutdown> logger) : IHostedService
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LastWrites = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await claims.CloseAsync();
        if (!await EmptyWithinAsync(Grace, cancellationToken))
        {
            foreach (var reply in running.All)
                reply.End(EndCause.Shutdown);
            await EmptyWithinAsync(LastWrites, cancellationToken);
        }
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            await db.Nodes.Where(row => row.Boot == node.Boot).ExecuteDeleteAsync(cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException || DatabaseTrouble.IsTrouble(e))
        {
            LogNotSignedOff(e);
        }
    }

    private async Task<bool> EmptyWithinAsync(TimeSpan atMost, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        while (running.All.Count > 0)
        {
            if (ct.IsCancellationRequested || time.GetElapsedTime(began) >= atMost)
                return false;
            await Task.Delay(Look, time, CancellationToken.None);
        }
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "The process could not sign off; the next start takes over")]
    private partial void LogNotSignedOff(Exception e);
}
