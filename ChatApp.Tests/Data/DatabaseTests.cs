using System.Text;
using System.Text.RegularExpressions;
using ChatApp.Data;
using ChatApp.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Tests.Data;

/// <summary>What ChatApp expects of its database, on each of them.</summary>
[EveryDatabase]
public sealed class DatabaseTests : IAsyncLifetime, IDbContextFactory<ChatDbContext>
{
    private readonly string folder = Directory.CreateTempSubdirectory("chatapp-database-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ChatDbContext CreateDbContext() => TestDatabase.Open(folder);

    public async ValueTask InitializeAsync()
    {
        await using var db = CreateDbContext();
        await db.BringUpToDateAsync(Ct);
    }

    public async ValueTask DisposeAsync() => await TestDatabase.DeleteAsync(folder);

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
    public async Task AUserTakesTheirConversationsMessagesAndRepliesAlong()
    {
        var user = NewUser();
        var conversation = new Conversation { UserId = user.Id };
        var message = new Message { ConversationId = conversation.Id, UserId = user.Id };
        await using var db = CreateDbContext();
        db.AddRange(user, conversation, message, new Session { UserId = user.Id });
        db.Add(new Reply { Id = message.Id, ConversationId = conversation.Id, UserId = user.Id, Endpoint = "guide", Model = "guide" });
        await db.SaveChangesAsync(Ct);

        Assert.Equal(1, await db.Users.Where(row => row.Id == user.Id).ExecuteDeleteAsync(Ct));

        Assert.Equal(0, await db.Conversations.CountAsync(Ct) + await db.Messages.CountAsync(Ct) + await db.Replies.CountAsync(Ct) + await db.Sessions.CountAsync(Ct));
    }

    [Fact]
    public async Task ALongTextWithEmojiComesBackAsItWasAlsoWhenItGrew()
    {
        var half = new StringBuilder().Insert(0, "Ünï🙂 漢字 \u200D\r\n\t'\"\\%", 6_000).ToString()[..100_000];
        half = half[..^1] + "!";
        var message = await AddMessageAsync(half);
        await using (var db = CreateDbContext())
            await db.Messages.Where(row => row.Id == message).ExecuteUpdateAsync(row => row.SetProperty(it => it.Text, it => it.Text + half), Ct);

        await using var reading = CreateDbContext();
        Assert.Equal(half + half, await reading.Messages.Where(row => row.Id == message).Select(row => row.Text).SingleAsync(Ct));
    }

    [Theory]
    [InlineData(@"a\u0000b", "a\uFFFDb")]
    [InlineData(@"a\uD83Db", "a\uFFFDb")]
    [InlineData(@"\uDE42", "\uFFFD")]
    [InlineData(@"🙂\uD83D🙂", "🙂\uFFFD🙂")]
    public async Task WhatNoDatabaseCanKeepBecomesTheReplacementCharacterHoweverItIsWritten(string escaped, string stored)
    {
        // An attribute is UTF-8, which has no lone surrogates.
        var text = Regex.Unescape(escaped);
        var message = await AddMessageAsync(text);
        await using var db = CreateDbContext();
        Assert.Equal(stored, await db.Messages.Where(row => row.Id == message).Select(row => row.Text).SingleAsync(Ct));
        Assert.True(await db.Messages.AnyAsync(row => row.Id == message && row.Text == text, Ct));

        await db.Messages.Where(row => row.Id == message).ExecuteUpdateAsync(row => row.SetProperty(it => it.Text, it => it.Text + text), Ct);

        Assert.Equal(stored + stored, await db.Messages.Where(row => row.Id == message).Select(row => row.Text).SingleAsync(Ct));
    }

    [Fact]
    public async Task ATimeThatWasReadEqualsTheOneThatWasWritten()
    {
        var at = new DateTime(2026, 11, 28, 12, 0, 0, DateTimeKind.Utc).AddTicks(1_234_567);
        await using (var db = CreateDbContext())
        {
            db.Add(new AuditEntry { At = at, Actor = "a", Action = "b", Target = "c" });
            await db.SaveChangesAsync(Ct);
        }

        await using var reading = CreateDbContext();
        var read = await reading.AuditEntries.Where(entry => entry.At == at).Select(entry => entry.At).SingleAsync(Ct);
        Assert.Equal((at.AddTicks(-7), DateTimeKind.Utc), (read, read.Kind));
    }

    [Fact]
    public async Task NamesOfNodesEndpointsAndModelsAreComparedWithoutLetterCase()
    {
        await using var db = CreateDbContext();
        db.AddRange(
            new Node { Boot = Guid.NewGuid(), Name = "Web-1" },
            new EndpointState { Name = "Lab" },
            new ModelSetting { Endpoint = "lab", Model = "Qwen3:8B" });
        await db.SaveChangesAsync(Ct);

        Assert.True(await db.Nodes.AnyAsync(node => node.Name == "web-1", Ct));
        Assert.True(await db.Endpoints.AnyAsync(endpoint => endpoint.Name == "LAB", Ct));
        Assert.True(await db.ModelSettings.AnyAsync(setting => setting.Model == "qwen3:8b", Ct));
        db.Add(new ModelSetting { Endpoint = "lab", Model = "QWEN3:8b" });
        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Ct));
    }

    [Theory]
    [InlineData("москва", "Москва весной", true)]
    [InlineData("МОСКВА", "Москва весной", true)]
    [InlineData("ärger", "Viel ÄRGER", true)]
    [InlineData("100%", "It is 100% right", true)]
    [InlineData("100%", "It is 1000 right", false)]
    [InlineData("a_c", "abc", false)]
    [InlineData("[ab]", "It says [AB] there", true)]
    [InlineData("[ab]", "a", false)]
    [InlineData(@"C:\temp", @"In c:\TEMP it lies", true)]
    [InlineData("null\0byte", "null\uFFFDbyte", true)]
    [InlineData("' OR 1=1 --", "anything", false)]
    [InlineData("  ", "anything", true)]
    public async Task WordsAreFoundWithoutLetterCaseAndMeanNothingElse(string words, string title, bool found)
    {
        var user = NewUser();
        await using var db = CreateDbContext();
        db.AddRange(user, new Conversation { UserId = user.Id, Title = title });
        await db.SaveChangesAsync(Ct);

        Assert.Equal(found, await db.Conversations.WhereContains(conversation => conversation.Title, words).AnyAsync(Ct));
    }

    [Fact]
    public async Task WhatIsNotKeptLeavesNothing()
    {
        var user = NewUser();
        var kept = await this.InTransactionAsync(async (db, ct) =>
        {
            db.Add(user);
            await db.SaveChangesAsync(ct);
            return false;
        }, kept => kept, Ct);

        await using var db = CreateDbContext();
        Assert.False(kept);
        Assert.False(await db.Users.AnyAsync(Ct));
    }

    private static User NewUser() => new() { Id = Guid.CreateVersion7(), UserName = $"{Guid.NewGuid():N}@example.org" };

    private async Task<Guid> AddMessageAsync(string text)
    {
        var user = NewUser();
        var conversation = new Conversation { UserId = user.Id };
        var message = new Message { ConversationId = conversation.Id, UserId = user.Id, Text = text };
        await using var db = CreateDbContext();
        db.AddRange(user, conversation, message);
        await db.SaveChangesAsync(Ct);
        return message.Id;
    }
}
