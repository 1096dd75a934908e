using ChatApp.Data;
using ChatApp.LanguageModels;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Replies;

internal sealed partial class ReplyCommands
{
    private static readonly Outcome.Conflict NotEnded = new("This reply has not ended yet.");

    /// <summary>An ended reply without text is queued again; one with text gets a new reply beside it, once however often it is asked.</summary>
    public async Task<Outcome> RetryAsync(Guid personId, Guid replyId, CancellationToken ct)
    {
        var outcome = await databases.InTransactionAsync(async (db, ct) =>
        {
            if (await ReadEndedAsync(db, personId, replyId, ct) is not { } ended)
                return new Outcome.NotFound();
            if (!ended.Reply.Status.IsFinal())
                return NotEnded;
            if (ended.Message.Text.Length == 0)
                return await QueueAgainAsync(db, ended, ct);
            var underWay = await db.Messages
                .Where(message => message.ConversationId == ended.Message.ConversationId && message.ParentId == ended.Message.ParentId && message.Sequence > ended.Message.Sequence
                    && db.Replies.Any(reply => reply.Id == message.Id && reply.Status <= ReplyStatus.Streaming))
                .Select(message => (Guid?)message.Id)
                .FirstOrDefaultAsync(ct);
            return underWay is { } beside
                ? new Outcome.Accepted(ended.Message.ConversationId, Guid.Empty, beside)
                : await AddBesideAsync(db, ended, await AllowedAsync(db, personId, ModelFor(ended.Reply), ct), clientId: null, ct);
        }, IsDone, ct);
        if (outcome is Outcome.Accepted accepted)
        {
            Announce(personId, accepted.ConversationId, ChangeKind.Messages);
            changes.Publish(personId, new(ChangeKind.Reply, accepted.ConversationId, accepted.ReplyId));
        }
        return outcome;
    }

    /// <summary>Always a new reply beside an ended one; the same client id again gives the first answer again.</summary>
    /// <param name="model">Null means the model of the ended reply.</param>
    public async Task<Outcome> RegenerateAsync(Guid personId, Guid replyId, Guid clientId, ModelChoice? model, CancellationToken ct)
    {
        if (model is not null && (!catalog.Offers(model) || !await MayUseAsync(personId, model, ct)))
            return new Outcome.Invalid("This model is not offered now. Pick another one.");
        Outcome outcome;
        try
        {
            outcome = await databases.InTransactionAsync(async (db, ct) =>
            {
                if (await ReadEndedAsync(db, personId, replyId, ct) is not { } ended)
                    return new Outcome.NotFound();
                if (await FindRegeneratedAsync(db, personId, clientId, ended.Message, ct) is { } before)
                    return before;
                return ended.Reply.Status.IsFinal() ? await AddBesideAsync(db, ended, model ?? await AllowedAsync(db, personId, ModelFor(ended.Reply), ct), clientId, ct) : NotEnded;
            }, IsDone, ct);
        }
        catch (DbUpdateException)
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            if (await ReadEndedAsync(db, personId, replyId, ct) is not { } ended || await FindRegeneratedAsync(db, personId, clientId, ended.Message, ct) is not { } before)
                throw;
            return before;
        }
        if (outcome is Outcome.Accepted accepted)
            Announce(personId, accepted.ConversationId, ChangeKind.Messages);
        return outcome;
    }

    private sealed record Ended(Message Message, Reply Reply);

    // Raising the sequence first gives two retries at once an order.
    private static async Task<Ended?> ReadEndedAsync(ChatDbContext db, Guid personId, Guid replyId, CancellationToken ct)
    {
        var owned = Owned(db, personId, replyId);
        // The row that is written is also the one that says whose it is: a deletion that comes first is seen.
        var replies = db.Replies.Where(reply => reply.Id == replyId && reply.Kind == ReplyKind.Answer);
        if (await db.Conversations.OwnedBy(personId).Where(conversation => replies.Any(reply => reply.ConversationId == conversation.Id))
            .ExecuteUpdateAsync(conversation => conversation.SetProperty(row => row.LastSequence, row => row.LastSequence + 1), ct) == 0)
            return null;
        var reply = await owned.AsNoTracking().SingleAsync(ct);
        return new(await db.Messages.AsNoTracking().SingleAsync(message => message.Id == replyId, ct), reply);
    }

    private async Task<Outcome> QueueAgainAsync(ChatDbContext db, Ended ended, CancellationToken ct)
    {
        var (model, now) = (catalog.AsListed(await AllowedAsync(db, ended.Reply.UserId, ModelFor(ended.Reply), ct)), Now);
        await db.Thoughts.Where(thoughts => thoughts.ReplyId == ended.Reply.Id).ExecuteDeleteAsync(ct);
        var queued = await db.Replies.Where(reply => reply.Id == ended.Reply.Id && reply.Status >= ReplyStatus.Complete)
            .ExecuteUpdateAsync(reply => reply
                .SetProperty(row => row.Status, ReplyStatus.Queued)
                .SetProperty(row => row.Endpoint, model.Endpoint)
                .SetProperty(row => row.Model, model.Model)
                .SetProperty(row => row.Owner, (Guid?)null)
                .SetProperty(row => row.Recoveries, 0)
                .SetProperty(row => row.StopRequested, false)
                .SetProperty(row => row.NotBefore, (DateTime?)null)
                .SetProperty(row => row.QueuedAt, now)
                .SetProperty(row => row.QueuedAtOpen, (long?)null)
                .SetProperty(row => row.StartedAt, (DateTime?)null)
                .SetProperty(row => row.FirstTokenAt, (DateTime?)null)
                .SetProperty(row => row.EndedAt, (DateTime?)null)
                .SetProperty(row => row.Error, (ReplyError?)null)
                .SetProperty(row => row.ErrorText, (string?)null), ct);
        return queued == 1 ? new Outcome.Accepted(ended.Reply.ConversationId, Guid.Empty, ended.Reply.Id) : NotEnded;
    }

    private async Task<Outcome> AddBesideAsync(ChatDbContext db, Ended ended, ModelChoice model, Guid? clientId, CancellationToken ct)
    {
        var conversation = await db.Conversations.SingleAsync(row => row.Id == ended.Message.ConversationId, ct);
        var question = await db.Messages.SingleAsync(message => message.Id == ended.Message.ParentId, ct);
        conversation.UpdatedAt = Now;
        await CurrentPath.EndAtAsync(db, conversation.Id, question, ct);
        var reply = await AddReplyAsync(db, conversation, question, model, conversation.LastSequence, clientId, ct);
        return new Outcome.Accepted(conversation.Id, Guid.Empty, reply);
    }

    private static async Task<Outcome?> FindRegeneratedAsync(ChatDbContext db, Guid personId, Guid clientId, Message ended, CancellationToken ct)
    {
        var before = await db.Messages.AsNoTracking().SingleOrDefaultAsync(message => message.UserId == personId && message.ClientMessageId == clientId, ct);
        return before switch
        {
            null => null,
            { Role: MessageRole.Assistant } when before.ParentId == ended.ParentId => new Outcome.Accepted(before.ConversationId, Guid.Empty, before.Id),
            _ => new Outcome.Conflict("This client id was used for something else."),
        };
    }

    private ModelChoice ModelFor(Reply reply) =>
        new ModelChoice(reply.Endpoint, reply.Model) is var same && catalog.Offers(same) ? same : catalog.Default;
}
