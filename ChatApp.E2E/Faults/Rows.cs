extern alias product;

using ChatApp.E2E.Infrastructure;
using Microsoft.EntityFrameworkCore;
using product::ChatApp.Data;

namespace ChatApp.E2E.Faults;

/// <summary>Reads a ChatApp's database from outside, whether the process lives or not.</summary>
internal sealed class Rows(AppDatabase database)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(2);

    public ChatDbContext Open() => database.Open();

    /// <summary>Keeps everybody from writing until it is disposed.</summary>
    public Task<WriteLock> LockAsync(CancellationToken ct) => WriteLock.TakeAsync(database, ct);

    /// <returns>Null when somebody else held it all that time.</returns>
    public Task<WriteLock?> TryLockAsync(TimeSpan timeout, CancellationToken ct) => WriteLock.TryTakeAsync(database, timeout, ct);

    public async Task<Reply> ReplyAsync(string replyId, CancellationToken ct)
    {
        var id = Guid.Parse(replyId);
        await using var db = Open();
        return await db.Replies.AsNoTracking().SingleAsync(reply => reply.Id == id, ct);
    }

    public async Task<string> TextAsync(string messageId, CancellationToken ct)
    {
        var id = Guid.Parse(messageId);
        await using var db = Open();
        return await db.Messages.Where(message => message.Id == id).Select(message => message.Text).SingleAsync(ct);
    }

    public async Task<bool> HasAsync(string messageId, CancellationToken ct)
    {
        var id = Guid.Parse(messageId);
        await using var db = Open();
        return await db.Messages.AnyAsync(message => message.Id == id, ct);
    }

    /// <summary>Looks every other millisecond until the reply is as wanted.</summary>
    public async Task<Reply> ReachesAsync(string replyId, Func<Reply, bool> wanted, CancellationToken ct)
    {
        Reply? reply = null;
        try
        {
            await Poll.UntilAsync("a reply to get there", Patience, AtOnce, async () => wanted(reply = await ReplyAsync(replyId, ct)), ct);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The reply never got there: it is {reply!.Status} {reply.Error} {reply.ErrorText}, attempt {reply.Attempt}.");
        }
        return reply!;
    }

    public Task<Reply> ReachesAsync(string replyId, ReplyStatus status, CancellationToken ct) => ReachesAsync(replyId, reply => reply.Status == status, ct);

    public Task SavedAsync(string replyId, string text, CancellationToken ct) =>
        Poll.UntilAsync($"“{text}” to be on disk", Patience, async () => await TextAsync(replyId, ct) == text, ct);

    /// <summary>How many replies, titles among them, have not ended.</summary>
    public async Task<int> UnfinishedAsync(CancellationToken ct)
    {
        await using var db = Open();
        return await db.Replies.CountAsync(reply => reply.Status < ReplyStatus.Complete, ct);
    }

    /// <summary>How many processes are registered as living.</summary>
    public async Task<int> NodesAsync(CancellationToken ct)
    {
        await using var db = Open();
        return await db.Nodes.CountAsync(ct);
    }

    public async Task PauseAsync(bool paused, CancellationToken ct)
    {
        await using var db = Open();
        await db.Endpoints.Where(endpoint => endpoint.Name == "fake").ExecuteUpdateAsync(endpoint => endpoint.SetProperty(row => row.Paused, paused), ct);
    }
}
