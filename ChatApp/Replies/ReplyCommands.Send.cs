using ChatApp.Data;
using ChatApp.Files;
using ChatApp.LanguageModels;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Replies;

/// <param name="ParentId">The message it follows; null means the current leaf, the conversation's own id means the beginning (an edited first message).</param>
/// <param name="Model">Null means the conversation's model.</param>
/// <param name="FileIds">Files of the person, in order; with some of them the text may be empty.</param>
public sealed record SendMessage(
    Guid ClientMessageId, string Text, Guid? ConversationId = null, Guid? ParentId = null, ModelChoice? Model = null, IReadOnlyList<Guid>? FileIds = null)
{
    /// <summary>Never null.</summary>
    public IReadOnlyList<Guid> Files => FileIds ?? [];
}

internal sealed partial class ReplyCommands
{
    /// <summary>Writes the message and its empty reply in one transaction. The same client id and text again gives the first answer again.</summary>
    public async Task<Outcome> SendAsync(Guid personId, SendMessage message, CancellationToken ct)
    {
        var text = StorableText.Clean(message.Text);
        if (string.IsNullOrWhiteSpace(text) && message.Files.Count == 0)
            return new Outcome.Invalid("Write something first.");
        if (text.Length > Message.MaxLength)
            return new Outcome.Invalid($"A message has at most {Message.MaxLength:N0} characters; this one has {text.Length:N0}.");
        if (message.Model is not null && !catalog.Offers(message.Model))
            return new Outcome.Invalid("This model is not offered now. Pick another one.");
        message = message with { Text = text };
        if (await FindSentAsync(personId, message, ct) is { } repeated)
            return repeated;
        if (message.Model is not null && !await MayUseAsync(personId, message.Model, ct))
            return new Outcome.Invalid("This model is not offered now. Pick another one.");

        Outcome outcome;
        try
        {
            outcome = await databases.InTransactionAsync((db, ct) => SendAsync(db, personId, message, ct), IsDone, ct);
        }
        catch (DbUpdateException)
        {
            // The same message came in twice at once, and the other was first.
            if (await FindSentAsync(personId, message, ct) is not { } sent)
                throw;
            return sent;
        }
        if (outcome is Outcome.Accepted accepted)
            Announce(personId, accepted.ConversationId, ChangeKind.Messages);
        return outcome;
    }

    private async Task<Outcome> SendAsync(ChatDbContext db, Guid personId, SendMessage message, CancellationToken ct)
    {
        var now = Now;
        // Two sends at once get an order: by the conversation's row, or where there is none yet by the user's.
        if (message.ConversationId is null)
            await db.Users.Where(user => user.Id == personId).ExecuteUpdateAsync(user => user.SetProperty(row => row.CreatedAt, row => row.CreatedAt), ct);
        if (message.ConversationId is { } id && await db.Conversations.OwnedBy(personId).Where(row => row.Id == id)
            .ExecuteUpdateAsync(row => row
                .SetProperty(it => it.LastSequence, it => it.LastSequence + 2)
                .SetProperty(it => it.UpdatedAt, now), ct) == 0)
            return new Outcome.NotFound();
        if (await FindSentAsync(db, personId, message, ct) is { } sent)
            return sent;

        var conversation = message.ConversationId is { } known
            ? await db.Conversations.SingleAsync(row => row.Id == known, ct)
            : db.Conversations.Add(new() { UserId = personId, Title = TitleGenerator.Shorten(message.Text), LastSequence = 2, CreatedAt = now, UpdatedAt = now }).Entity;
        if (conversation.LeafId is null && conversation.TitleSource is TitleSource.FirstWords)
            conversation.Title = TitleGenerator.Shorten(message.Text);

        var parentId = message.ParentId == conversation.Id ? null : message.ParentId ?? conversation.LeafId;
        var parent = parentId is { } before
            ? await db.Messages.SingleOrDefaultAsync(row => row.Id == before && row.ConversationId == conversation.Id, ct)
            : null;
        if (parentId is not null && parent is null)
            return new Outcome.NotFound();
        if (parent is { Role: MessageRole.User })
            return new Outcome.Invalid("A message follows a reply.");

        var question = new Message
        {
            ConversationId = conversation.Id,
            UserId = personId,
            ParentId = parent?.Id,
            Depth = parent is null ? 0 : parent.Depth + 1,
            OnPath = true,
            Sequence = conversation.LastSequence - 1,
            Role = MessageRole.User,
            Text = message.Text,
            CreatedAt = now,
            ClientMessageId = message.ClientMessageId,
        };
        await CurrentPath.EndAtAsync(db, conversation.Id, parent, ct);
        db.Messages.Add(question);
        if (await files.AttachAsync(db, personId, conversation.Id, question.Id, message.Files, ct) is { } refusal)
            return refusal == FileRefusal.NotThere ? new Outcome.NotFound() : new Outcome.Invalid(refusal.Sentence);
        if (conversation.Title.Length == 0)
            conversation.Title = await FirstNameAsync(db, message.Files, ct);
        var model = message.Model ?? await AllowedAsync(db, personId, ModelOf(conversation), ct);
        var reply = await AddReplyAsync(db, conversation, question, model, conversation.LastSequence, clientId: null, ct);
        return new Outcome.Accepted(conversation.Id, question.Id, reply);
    }

    /// <summary>Adds an empty reply to a question, at the end of the current path.</summary>
    private async Task<Guid> AddReplyAsync(ChatDbContext db, Conversation conversation, Message question, ModelChoice model, long sequence, Guid? clientId, CancellationToken ct)
    {
        var answer = new Message
        {
            ConversationId = conversation.Id,
            UserId = question.UserId,
            ParentId = question.Id,
            Depth = question.Depth + 1,
            OnPath = true,
            Sequence = sequence,
            Role = MessageRole.Assistant,
            CreatedAt = Now,
            ClientMessageId = clientId,
        };
        model = catalog.AsListed(model);
        db.Messages.Add(answer);
        db.Replies.Add(new()
        {
            Id = answer.Id,
            ConversationId = conversation.Id,
            UserId = question.UserId,
            Priority = await db.Users.Where(user => user.Id == question.UserId).Select(user => user.Priority).SingleAsync(ct),
            Endpoint = model.Endpoint,
            Model = model.Model,
            After = question.ParentId,
            QueuedAt = Now,
        });
        conversation.LeafId = answer.Id;
        conversation.Model = model.ToString();
        await db.SaveChangesAsync(ct);
        ReplyTraces.Asked(answer.Id);
        return answer.Id;
    }

    private ModelChoice ModelOf(Conversation conversation) =>
        ModelChoice.TryParse(conversation.Model, out var last) && catalog.Offers(last) ? last : catalog.Default;

    private async Task<Outcome?> FindSentAsync(Guid personId, SendMessage message, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await FindSentAsync(db, personId, message, ct);
    }

    private static async Task<Outcome?> FindSentAsync(ChatDbContext db, Guid personId, SendMessage message, CancellationToken ct)
    {
        var sent = await db.Messages.AsNoTracking()
            .SingleOrDefaultAsync(row => row.UserId == personId && row.ClientMessageId == message.ClientMessageId, ct);
        if (sent is null)
            return null;
        if (sent.Role is not MessageRole.User || sent.Text != message.Text || !(await FileAttachments.IdsAsync(db, sent.Id, ct)).SequenceEqual(message.Files))
            return new Outcome.Conflict("This client id was used for other words or files.");
        var reply = await db.Messages
            .Where(row => row.ConversationId == sent.ConversationId && row.ParentId == sent.Id)
            .OrderBy(row => row.Sequence)
            .Select(row => row.Id)
            .FirstAsync(ct);
        return new Outcome.Accepted(sent.ConversationId, sent.Id, reply);
    }

    // A message without words is known by its first file.
    private static async Task<string> FirstNameAsync(ChatDbContext db, IReadOnlyList<Guid> files, CancellationToken ct) =>
        files is [var first, ..] ? TitleGenerator.Shorten(await db.Files.Where(file => file.Id == first).Select(file => file.Name).SingleAsync(ct)) : "";
}
