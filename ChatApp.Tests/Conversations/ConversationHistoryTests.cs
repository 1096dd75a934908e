using ChatApp.Conversations;
using ChatApp.Data;

namespace ChatApp.Tests.Conversations;

[EveryDatabase]
public sealed class ConversationHistoryTests : IDisposable
{
    private readonly Archive archive = new();
    private readonly Guid person;

    public ConversationHistoryTests() => person = archive.AddPerson();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ConversationHistory History => new(archive);

    [Fact]
    public async Task PagesFollowEachOtherNewestFirstAlsoAmongEqualTimes()
    {
        archive.Change(db =>
        {
            for (var i = 0; i < 130; i++)
                db.Conversations.Add(new() { UserId = person, Title = $"{i}", UpdatedAt = Archive.Noon.AddMinutes(i / 40) });
        });
        var seen = new List<ConversationEntry>();
        HistoryCursor? before = null;
        do
        {
            var page = await History.ReadAsync(person, HistoryCursor.Parse(before?.ToString()), null, Ct);
            seen.AddRange(page.Conversations);
            before = page.Before;
        }
        while (before is not null);
        Assert.Equal(130, seen.DistinctBy(entry => entry.Id).Count());
        Assert.Equal(seen.OrderByDescending(entry => entry.UpdatedAt).Select(entry => entry.UpdatedAt), seen.Select(entry => entry.UpdatedAt));
    }

    [SqliteOnly("reads SQLite's query plans")]
    [Fact]
    public async Task FiveThousandConversationsAreReadBySeeking()
    {
        archive.Change(db => db.Conversations.AddRange(Enumerable.Range(0, 5000)
            .Select(i => new Conversation { UserId = person, Title = $"{i}", UpdatedAt = Archive.Noon.AddMinutes(i) })));
        archive.Queries.Clear();
        var page = await History.ReadAsync(person, new(Archive.Noon.AddMinutes(2000), Guid.Empty), null, Ct);
        Assert.Equal("1999", page.Conversations[0].Title);
        Assert.Equal(2, archive.Queries.Count);
        Assert.All(archive.Queries, plan => Assert.DoesNotContain("SCAN", plan));
        Assert.Contains(archive.Queries, plan => plan.Contains("IX_Conversations_UserId_UpdatedAt (UserId=?"));
        Assert.Contains(archive.Queries, plan => plan.Contains("(UserId=? AND Status<?)"));
    }

    [Theory]
    [InlineData("lock", 1)]
    [InlineData("LOCKS THE", 1)]
    [InlineData("%", 1)]
    [InlineData("_", 0)]
    [InlineData("  ", 3)]
    public async Task SearchFindsTheWordsOfTitlesAsTheyAreWritten(string words, int found)
    {
        archive.AddConversation(person, "Why the migration locks the table");
        archive.AddConversation(person, "Raise it by 20 %");
        archive.AddConversation(person, "Something else");
        Assert.Equal(found, (await History.ReadAsync(person, null, words, Ct)).Conversations.Count);
    }

    [Theory]
    [InlineData(ReplyStatus.Queued, ReplyKind.Answer, true)]
    [InlineData(ReplyStatus.Streaming, ReplyKind.Answer, true)]
    [InlineData(ReplyStatus.Stopped, ReplyKind.Answer, false)]
    [InlineData(ReplyStatus.Processing, ReplyKind.Title, false)]
    public async Task AConversationRunsWhileOneOfItsAnswersWaitsOrRuns(ReplyStatus status, ReplyKind kind, bool running)
    {
        var conversation = archive.AddConversation(person);
        archive.Change(db => db.Replies.Add(new()
        {
            Id = Guid.NewGuid(),
            ConversationId = conversation,
            UserId = person,
            Endpoint = "local",
            Model = "m",
            Status = status,
            Kind = kind,
        }));
        Assert.Equal(running, (await History.FindAsync(person, conversation, Ct))!.Running);
        Assert.Equal(running, (await History.ReadAsync(person, null, null, Ct)).Conversations[0].Running);
    }

    [Fact]
    public async Task OthersConversationsAndDeletedOnesAreNotThere()
    {
        var conversation = archive.AddConversation(person);
        Assert.Null(await History.FindAsync(archive.AddPerson(), conversation, Ct));
        archive.Change(db => db.Conversations.Single(row => row.Id == conversation).DeletedAt = Archive.Noon);
        Assert.Null(await History.FindAsync(person, conversation, Ct));
        Assert.Empty((await History.ReadAsync(person, null, null, Ct)).Conversations);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1-2")]
    [InlineData("-1-00000000000000000000000000000000")]
    [InlineData("9999999999999999999-00000000000000000000000000000000")]
    public void ACursorThatWasNeverGivenIsNone(string text) => Assert.Null(HistoryCursor.Parse(text));

    public void Dispose() => archive.Dispose();
}
