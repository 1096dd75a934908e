using ChatApp.Data;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Tests.Data;

/// <summary>Against the server that <c>CHATAPP_SQLSERVER</c> names, in a database made for each test; skipped without one.</summary>
public sealed class SqlServerTests : IAsyncLifetime, IDbContextFactory<ChatDbContext>
{
    private static readonly string? Server = Environment.GetEnvironmentVariable("CHATAPP_SQLSERVER");
    private readonly string database = $"chatapp-test-{Guid.NewGuid():N}";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheSchemaIsMadeAndMadeOnlyOnce()
    {
        await using var db = CreateDbContext();
        await db.BringUpToDateAsync(Ct);
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(Ct));
    }

    [Fact]
    public async Task ClaimsAtOnceEachGetATurnOfTheirOwn()
    {
        var turns = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => this.InTransactionAsync(async (db, ct) =>
        {
            await db.Lines.ExecuteUpdateAsync(line => line.SetProperty(row => row.Turn, row => row.Turn + 1), ct);
            return await db.Lines.Select(line => line.Turn).SingleAsync(ct);
        }, Ct))));

        Assert.Equal(Enumerable.Range(1, 16).Select(turn => (long)turn), turns.Order());
    }

    [Fact]
    public async Task APersonTakesTheirConversationsMessagesAndRepliesAlong()
    {
        var person = new User { Id = Guid.CreateVersion7(), UserName = "a@example.org" };
        var conversation = new Conversation { UserId = person.Id };
        var message = new Message { ConversationId = conversation.Id, UserId = person.Id };
        await using var db = CreateDbContext();
        db.AddRange(person, conversation, message, new Session { UserId = person.Id });
        db.Add(new Reply { Id = message.Id, ConversationId = conversation.Id, UserId = person.Id, Endpoint = "guide", Model = "guide" });
        await db.SaveChangesAsync(Ct);

        Assert.Equal(1, await db.Users.Where(user => user.Id == person.Id).ExecuteDeleteAsync(Ct));

        Assert.Equal(0, await db.Conversations.CountAsync(Ct) + await db.Messages.CountAsync(Ct) + await db.Replies.CountAsync(Ct) + await db.Sessions.CountAsync(Ct));
    }

    public ChatDbContext CreateDbContext() => new SqlServerChatDbContext(new DbContextOptionsBuilder<SqlServerChatDbContext>()
        .UseSqlServer(new SqlConnectionStringBuilder(Server) { InitialCatalog = database }.ConnectionString, server => server.EnableRetryOnFailure()).Options);

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Server is not null, "CHATAPP_SQLSERVER names no server.");
        await using var db = CreateDbContext();
        await db.BringUpToDateAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is null)
            return;
        await using var db = CreateDbContext();
        await db.Database.EnsureDeletedAsync(CancellationToken.None);
    }
}
