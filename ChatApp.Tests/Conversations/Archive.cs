using System.Data.Common;
using ChatApp.Data;
using ChatApp.Tests.Running;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ChatApp.Tests.Conversations;

/// <summary>A real database of its own, with conversations to read, and with SQLite an ear on what is asked of it.</summary>
internal sealed class Archive : DbCommandInterceptor, IDbContextFactory<ChatDbContext>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("conversations").FullName;

    public Archive()
    {
        using var db = CreateDbContext();
        db.BringUpToDateAsync(CancellationToken.None).GetAwaiter().GetResult();
        Queries.Clear();
    }

    public static DateTime Noon { get; } = new(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>The plan of each SELECT since the last clearing, one string each.</summary>
    public List<string> Queries { get; } = [];

    public ChatDbContext CreateDbContext() => TestDatabase.Open(folder, this);

    public Guid AddPerson()
    {
        using var db = CreateDbContext();
        var person = new User { Id = Guid.CreateVersion7(), UserName = Guid.NewGuid().ToString() };
        db.Users.Add(person);
        db.SaveChanges();
        return person.Id;
    }

    public Guid AddConversation(Guid personId, string title = "A talk", DateTime? updatedAt = null)
    {
        using var db = CreateDbContext();
        var conversation = new Conversation { UserId = personId, Title = title, UpdatedAt = updatedAt ?? Noon };
        db.Conversations.Add(conversation);
        db.SaveChanges();
        return conversation.Id;
    }

    /// <summary>Adds messages one after another on the current path, people and models in turn.</summary>
    /// <returns>Their ids, oldest first.</returns>
    public List<Guid> AddTalk(Guid personId, Guid conversationId, int count)
    {
        using var db = CreateDbContext();
        var ids = new List<Guid>();
        for (var depth = 0; depth < count; depth++)
            ids.Add(Add(db, personId, conversationId, ids.Count > 0 ? ids[^1] : null, depth, depth, onPath: true).Id);
        db.Conversations.Single(row => row.Id == conversationId).LeafId = ids[^1];
        db.SaveChanges();
        return ids;
    }

    /// <summary>As <see cref="AddTalk"/> and quick, but without the replies' states.</summary>
    public void AddLongTalk(Guid personId, Guid conversationId, int count)
    {
        using var db = CreateDbContext();
        Guid? parent = null;
        for (var depth = 0; depth < count; depth++)
        {
            var message = NewMessage(personId, conversationId, parent, depth, depth, onPath: true);
            db.Messages.Add(message);
            parent = message.Id;
        }
        db.SaveChanges();
    }

    /// <summary>Adds one message beside the current path.</summary>
    public Guid AddVersion(Guid personId, Guid conversationId, Guid? parentId)
    {
        using var db = CreateDbContext();
        var depth = parentId is null ? 0 : db.Messages.Single(row => row.Id == parentId).Depth + 1;
        var sequence = db.Messages.Where(row => row.ConversationId == conversationId).Max(row => row.Sequence) + 1;
        var id = Add(db, personId, conversationId, parentId, depth, sequence, onPath: false).Id;
        db.SaveChanges();
        return id;
    }

    public void Change(Action<ChatDbContext> change)
    {
        using var db = CreateDbContext();
        change(db);
        db.SaveChanges();
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (command is not SqliteCommand)
            return new(result);
        var text = command.CommandText;
        command.CommandText = "EXPLAIN QUERY PLAN " + text;
        using (var reader = command.ExecuteReader())
        {
            var plan = new List<string>();
            while (reader.Read())
                plan.Add(reader.GetString(3));
            Queries.Add(string.Join("\n", plan));
        }
        command.CommandText = text;
        return new(result);
    }

    public void Dispose() => TestDatabase.DeleteAsync(folder).GetAwaiter().GetResult();

    private static Message Add(ChatDbContext db, Guid personId, Guid conversationId, Guid? parentId, int depth, long sequence, bool onPath)
    {
        var message = NewMessage(personId, conversationId, parentId, depth, sequence, onPath);
        db.Messages.Add(message);
        if (message.Role is MessageRole.Assistant)
            db.Replies.Add(new()
            {
                Id = message.Id,
                ConversationId = conversationId,
                UserId = personId,
                Endpoint = "guide",
                Model = "guide",
                Status = ReplyStatus.Complete,
            });
        return message;
    }

    private static Message NewMessage(Guid personId, Guid conversationId, Guid? parentId, int depth, long sequence, bool onPath) => new()
    {
        ConversationId = conversationId,
        UserId = personId,
        ParentId = parentId,
        Depth = depth,
        Sequence = sequence,
        OnPath = onPath,
        Role = depth % 2 == 0 ? MessageRole.User : MessageRole.Assistant,
        Text = $"Message {sequence}",
        CreatedAt = Noon.AddMinutes(sequence),
    };
}
