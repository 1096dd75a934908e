using ChatApp.Conversations;
using ChatApp.Data;
using ChatApp.Replies;

namespace ChatApp.Tests.Conversations;

[EveryDatabase]
public sealed class ConversationReaderTests : IDisposable
{
    private readonly Archive archive = new();
    private readonly LiveReplies live = new();
    private readonly Guid person;
    private readonly Guid conversation;

    public ConversationReaderTests()
    {
        person = archive.AddPerson();
        conversation = archive.AddConversation(person);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ConversationReader Reader => new(archive, live);

    [Fact]
    public async Task TheNewestPageComesFirstAndOlderOnesFollowWithoutGapOrRepetition()
    {
        var ids = archive.AddTalk(person, conversation, 120);
        var seen = new List<Guid>();
        int? before = null;
        do
        {
            var page = (await Reader.ReadAsync(person, conversation, before, Ct))!;
            seen.InsertRange(0, page.Messages.Select(message => message.Id));
            before = page.Before;
        }
        while (before is not null);
        Assert.Equal(ids, seen);
    }

    [SqliteOnly("reads SQLite's query plans")]
    [Fact]
    public async Task AConversationOfTenThousandMessagesIsReadBySeekingAsOneOfTen()
    {
        archive.AddLongTalk(person, conversation, 10_000);
        archive.Queries.Clear();
        Assert.Equal(50, (await Reader.ReadAsync(person, conversation, null, Ct))!.Messages.Count);
        Assert.Equal(4, archive.Queries.Count);
        // m0 is the page itself.
        Assert.All(archive.Queries, plan => Assert.DoesNotMatch("SCAN (?!m0|value)", plan));
        Assert.All(archive.Queries, plan => Assert.DoesNotContain("TEMP B-TREE", plan));
        Assert.Contains(archive.Queries, plan => plan.Contains("(ConversationId=? AND OnPath=? AND Depth<?)"));
        Assert.Contains(archive.Queries, plan => plan.Contains("(ConversationId=? AND ParentId=?)"));
    }

    [Fact]
    public async Task SomeoneElsesConversationIsNotThere()
    {
        archive.AddTalk(person, conversation, 2);
        Assert.Null(await Reader.ReadAsync(archive.AddPerson(), conversation, null, Ct));
        Assert.Null(await Reader.ReadAsync(person, Guid.NewGuid(), null, Ct));
    }

    [Fact]
    public async Task SomeoneElsesMessageIsNotThere()
    {
        var ids = archive.AddTalk(person, conversation, 2);
        Assert.Null(await Reader.FindMessageAsync(archive.AddPerson(), ids[1], Ct));
        Assert.Equal("Message 1", (await Reader.FindMessageAsync(person, ids[1], Ct))!.Text);
    }

    [Fact]
    public async Task VersionsOfAReplyAreCountedInTheirOrder()
    {
        var ids = archive.AddTalk(person, conversation, 2);
        var second = archive.AddVersion(person, conversation, ids[0]);
        var third = archive.AddVersion(person, conversation, ids[0]);
        var reply = (await Reader.ReadAsync(person, conversation, null, Ct))!.Messages[1];
        Assert.Equal((0, 3), (reply.SiblingIndex, reply.SiblingCount));
        Assert.Equal((null, second), (reply.PreviousSibling, reply.NextSibling));
        Assert.Equal(third, reply.Siblings[2]);
    }

    [Fact]
    public async Task VersionsOfTheFirstMessageAreCountedToo()
    {
        var ids = archive.AddTalk(person, conversation, 2);
        var edited = archive.AddVersion(person, conversation, null);
        var first = (await Reader.ReadAsync(person, conversation, null, Ct))!.Messages[0];
        Assert.Equal([ids[0], edited], first.Siblings);
    }

    [Fact]
    public async Task ARunningReplyIsReadWithWhatIsNotSavedYet()
    {
        var ids = archive.AddTalk(person, conversation, 2);
        archive.Change(db =>
        {
            db.Messages.Single(row => row.Id == ids[1]).Text = "Half";
            db.Replies.Single(row => row.Id == ids[1]).Status = ReplyStatus.Streaming;
        });
        live.Start(ids[1]).Append("Half of it");
        var reply = (await Reader.ReadAsync(person, conversation, null, Ct))!.Messages[1];
        Assert.Equal(("streaming", "Half of it"), (reply.Status, reply.Text));
    }

    [Fact]
    public async Task AnEndedReplyIsReadAsItWasSavedEvenWhileItsLiveTextGoes()
    {
        var ids = archive.AddTalk(person, conversation, 2);
        live.Start(ids[1]).Append("Message");
        Assert.Equal("Message 1", (await Reader.ReadAsync(person, conversation, null, Ct))!.Messages[1].Text);
    }

    public void Dispose() => archive.Dispose();
}
