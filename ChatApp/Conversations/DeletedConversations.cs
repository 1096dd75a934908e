using System.Data.Common;
using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Conversations;

/// <summary>Purges what was deleted when its undo time is over; also what an earlier process left.</summary>
internal sealed partial class DeletedConversations(
    IDbContextFactory<ChatDbContext> databases,
    TimeProvider time,
    ILogger<DeletedConversations> logger) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    /// <returns>How many were purged.</returns>
    public async Task<int> PurgeAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        // A second more than the undo time, so a purge never overtakes an undo of the last moment.
        var oldest = time.GetUtcNow().UtcDateTime - ConversationCommands.UndoTime - TimeSpan.FromSeconds(1);
        var due = db.Conversations.Where(conversation => conversation.DeletedAt < oldest);
        // Looked at first: a delete takes the database's only write lock, even when it finds nothing.
        return await due.AnyAsync(ct) ? await due.ExecuteDeleteAsync(ct) : 0;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, time);
        do
            try
            {
                if (await PurgeAsync(stoppingToken) is > 0 and var purged)
                    LogPurged(purged);
            }
            catch (Exception e) when (e is DbException or DbUpdateException or TimeoutException)
            {
                LogFailed(e);
            }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Information, "Purged {Count} deleted conversations")]
    private partial void LogPurged(int count);

    [LoggerMessage(LogLevel.Warning, "Deleted conversations could not be purged; trying again")]
    private partial void LogFailed(Exception e);
}
