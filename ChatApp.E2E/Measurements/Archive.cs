extern alias product;

using Microsoft.EntityFrameworkCore;
using product::ChatApp.Data;

namespace ChatApp.E2E.Measurements;

/// <summary>Writes conversations of the past straight into the database.</summary>
internal sealed class Archive(AppDatabase database)
{
    private static readonly DateTime Past = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public ChatDbContext Open() => database.Open();

    /// <summary>A finished conversation of that many messages, question and reply in turn.</summary>
    public async Task<Guid> AddConversationAsync(string email, int messages, CancellationToken ct)
    {
        await using var db = Open();
        var person = await db.Users.Where(user => user.Email == email).Select(user => user.Id).SingleAsync(ct);
        var conversation = new Conversation { UserId = person, Title = $"A conversation of {messages} messages", CreatedAt = Past, UpdatedAt = Past };
        db.Add(conversation);
        Guid? before = null;
        for (var depth = 0; depth < messages; depth++)
        {
            var message = new Message
            {
                ConversationId = conversation.Id,
                UserId = person,
                ParentId = before,
                Depth = depth,
                OnPath = true,
                Sequence = depth + 1,
                Role = depth % 2 == 0 ? MessageRole.User : MessageRole.Assistant,
                Text = depth % 2 == 0 ? OrdinaryTexts.Question : OrdinaryTexts.Reply(depth / 2),
                CreatedAt = Past.AddSeconds(depth),
            };
            db.Add(message);
            if (message.Role is MessageRole.Assistant)
                db.Add(Finished(message));
            before = message.Id;
        }
        (conversation.LeafId, conversation.LastSequence) = (before, messages);
        await db.SaveChangesAsync(ct);
        // PostgreSQL does it by itself within a minute, and plans with old figures until then.
        if (db.Database.IsNpgsql())
            await db.Database.ExecuteSqlRawAsync("ANALYZE", ct);
        return conversation.Id;
    }

    private static Reply Finished(Message message) => new()
    {
        Id = message.Id,
        ConversationId = message.ConversationId,
        UserId = message.UserId,
        Status = ReplyStatus.Complete,
        Endpoint = "fake",
        Model = "fake",
        Attempt = 1,
        QueuedAt = message.CreatedAt,
        StartedAt = message.CreatedAt,
        FirstTokenAt = message.CreatedAt.AddMilliseconds(400),
        EndedAt = message.CreatedAt.AddSeconds(6),
        PromptTokens = 500,
        CompletionTokens = 200,
    };
}
