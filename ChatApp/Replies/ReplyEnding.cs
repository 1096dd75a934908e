using ChatApp.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace ChatApp.Replies;

/// <summary>
/// The writes of a running reply: its first token, and its one end. The claim fences all of them: the reply's row is
/// written first, where owner and attempt still hold, and without it nothing is committed. A conversation is written
/// before its replies and a reply before its message, here as everywhere, so that two transactions cannot lock each other out.
/// </summary>
internal sealed partial class ReplyEnding(
    IDbContextFactory<ChatDbContext> databases,
    PersonChanges changes,
    RecentDurations durations,
    OpenConversations open,
    LineMonitor monitor,
    TimeProvider time,
    ILogger<ReplyEnding> logger)
{
    /// <summary>Saves the first words or thoughts and the new state in one write, however long the database takes; the model waits meanwhile.</summary>
    /// <returns>False when the claim is lost.</returns>
    public Task<bool> BeginAsync(RunningReply reply, string text, string thought, Prompt prompt) => DatabaseTrouble.RetryAsync(
        _ => BeginOnceAsync(reply, text, thought, prompt), e => LogNotSaved(e, reply.Claim.ReplyId), time, reply.Ending);

    private async Task<bool> BeginOnceAsync(RunningReply reply, string text, string thought, Prompt prompt)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var held = await databases.InTransactionAsync(async (db, ct) =>
        {
            if (await db.Replies.HeldBy(reply.Claim).ExecuteUpdateAsync(row => row
                .SetProperty(it => it.Status, ReplyStatus.Streaming)
                .SetProperty(it => it.LeftOut, prompt.LeftOut)
                .SetProperty(it => it.FirstTokenAt, now), ct) == 0)
                return false;
            await db.Messages.Where(message => message.Id == reply.Claim.ReplyId)
                .ExecuteUpdateAsync(message => message.SetProperty(row => row.Text, text), ct);
            await db.SaveThoughtsAsync(reply.Claim.ReplyId, thought, ct);
            foreach (var (messageId, fileId, leftOut) in prompt.Notices)
                await db.MessageFiles.Where(link => link.MessageId == messageId && link.FileId == fileId)
                    .ExecuteUpdateAsync(link => link.SetProperty(row => row.LeftOut, leftOut), ct);
            return true;
        }, held => held, CancellationToken.None);
        (reply.Begun, reply.Saved, reply.SavedThoughts) = (true, text.Length, thought.Length);
        if (held)
        {
            Publish(reply.Claim, history: false);
            foreach (var notice in prompt.Notices)
                changes.Publish(reply.Claim.PersonId, new(ChangeKind.Files, FileId: notice.FileId));
            monitor.Nudge();
        }
        return held;
    }

    public Task CompleteAsync(RunningReply reply, Usage usage) => EndAsync(reply, ReplyStatus.Complete, row => row
        .SetProperty(it => it.CutByLength, usage.CutByLength)
        .SetProperty(it => it.PromptTokens, usage.PromptTokens)
        .SetProperty(it => it.CompletionTokens, usage.CompletionTokens));

    public Task StopAsync(RunningReply reply) => EndAsync(reply, ReplyStatus.Stopped, _ => { });

    /// <param name="sentence">Null where the kind's own sentence is enough.</param>
    public Task FailAsync(RunningReply reply, ReplyError error, string? sentence = null) => EndAsync(reply, ReplyStatus.Error, row => row
        .SetProperty(it => it.Error, error)
        .SetProperty(it => it.ErrorText, sentence));

    /// <summary>Gives the slot back; the reply waits again. Only before the first token.</summary>
    public Task GiveBackAsync(RunningReply reply, DateTime? notBefore)
    {
        // A stop that came meanwhile must not be lost with the owner who would have heard it.
        var now = time.GetUtcNow().UtcDateTime;
        return WriteAsync(reply, ReplyStatus.Queued, row => row
            .SetProperty(it => it.Status, it => it.StopRequested ? ReplyStatus.Stopped : ReplyStatus.Queued)
            .SetProperty(it => it.EndedAt, it => it.StopRequested ? now : null)
            .SetProperty(it => it.Owner, (Guid?)null)
            .SetProperty(it => it.StartedAt, (DateTime?)null)
            .SetProperty(it => it.NotBefore, notBefore));
    }

    private async Task EndAsync(RunningReply reply, ReplyStatus status, Action<UpdateSettersBuilder<Reply>> more)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await WriteAsync(reply, status, row => more(row.SetProperty(it => it.Status, status).SetProperty(it => it.EndedAt, now)));
        durations.Forget(reply.Claim.Endpoint);
    }

    // The text is in memory alone until this succeeds, so it is tried until it does.
    private async Task WriteAsync(RunningReply reply, ReplyStatus status, Action<UpdateSettersBuilder<Reply>> set)
    {
        await DatabaseTrouble.RetryAsync(
            ct => databases.InTransactionAsync((db, ct) => WriteAsync(db, reply, status, set, ct), held => held, ct),
            e => LogNotSaved(e, reply.Claim.ReplyId),
            time,
            CancellationToken.None);
        // Also when the claim did not hold: a commit whose answer was lost looks the same at the second try.
        Publish(reply.Claim, history: true);
    }

    private async Task<bool> WriteAsync(ChatDbContext db, RunningReply reply, ReplyStatus status, Action<UpdateSettersBuilder<Reply>> set, CancellationToken ct)
    {
        var claim = reply.Claim;
        if (claim.Kind is ReplyKind.Answer && status.IsFinal())
        {
            var now = time.GetUtcNow().UtcDateTime;
            var unread = !open.Contains(claim.ConversationId);
            await db.Conversations.Where(conversation => conversation.Id == claim.ConversationId)
                .ExecuteUpdateAsync(conversation => conversation
                    .SetProperty(row => row.UpdatedAt, now)
                    .SetProperty(row => row.Unread, row => row.Unread || unread), ct);
        }
        if (await db.Replies.HeldBy(claim).ExecuteUpdateAsync(set, ct) == 0)
            return false;
        if (claim.Kind is ReplyKind.Answer && reply.Text.ReadFrom(0) is { Length: > 0 } text)
            await db.Messages.Where(message => message.Id == claim.ReplyId)
                .ExecuteUpdateAsync(message => message.SetProperty(row => row.Text, text), ct);
        if (reply.Begun)
            await db.SaveThoughtsAsync(claim.ReplyId, reply.Thoughts.ReadFrom(0), ct);
        if (claim.Kind is ReplyKind.Answer && status is ReplyStatus.Complete)
            await TitleWish.AddAsync(db, claim, time.GetUtcNow().UtcDateTime, ct);
        return true;
    }

    private void Publish(Claim claim, bool history)
    {
        if (claim.Kind is not ReplyKind.Answer)
            return;
        changes.Publish(claim.PersonId, new(ChangeKind.Reply, claim.ConversationId, claim.ReplyId));
        if (history)
            changes.Publish(claim.PersonId, new(ChangeKind.Conversation, claim.ConversationId));
    }

    [LoggerMessage(LogLevel.Warning, "Reply {ReplyId} could not be saved yet; its text is kept in memory")]
    private partial void LogNotSaved(Exception e, Guid replyId);
}
