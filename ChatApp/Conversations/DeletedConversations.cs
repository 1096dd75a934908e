using ChatApp.Data;
using ChatApp.Files;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Conversations;

/// <summary>Purges what was deleted when its undo time is over; also what an earlier process left.</summary>
internal sealed partial class DeletedConversations(
    IDbContextFactory<ChatDbContext> databases,
    FileDeletion files,
    TimeProvider time,
    ILogger<DeletedConversations> logger) : BackgroundService
{
    private const int Most = 500;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    /// <returns>How many were purged.</returns>
    public async Task<int> PurgeAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        // A second more than the undo time, so a purge never overtakes an undo of the last moment.
        var oldest = time.GetUtcNow().UtcDateTime - ConversationCommands.UndoTime - TimeSpan.FromSeconds(1);
        var due = db.Conversations.Where(conversation => conversation.DeletedAt < oldest);
        // Looked at first: a delete takes the database's only write lock, even when it finds nothing.
        var ids = await due.OrderBy(conversation => conversation.DeletedAt).Select(conversation => conversation.Id).Take(Most).ToListAsync(ct);
        if (ids.Count == 0)
            return 0;
        var purged = await due.Where(conversation => ids.Contains(conversation.Id)).ExecuteDeleteAsync(ct);
        await files.FreeAsync(ids, ct);
        return purged;
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
            catch (Exception e) when (e is not OperationCanceledException)
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
