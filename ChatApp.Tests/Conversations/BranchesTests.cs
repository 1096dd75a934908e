using ChatApp.Conversations;
using ChatApp.Data;
using ChatApp.Replies;

namespace ChatApp.Tests.Conversations;

[EveryDatabase]
public sealed class BranchesTests : IDisposable
{
    private readonly Archive archive = new();
    private readonly Guid person;
    private readonly Guid conversation;
    private readonly List<Guid> ids;

    public BranchesTests()
    {
        person = archive.AddPerson();
        conversation = archive.AddConversation(person);
        ids = archive.AddTalk(person, conversation, 6);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ThePathGoesThroughTheChosenMessageAndOnToTheNewestLeafBelowIt()
    {
        var edited = archive.AddVersion(person, conversation, ids[1]);
        archive.AddVersion(person, conversation, edited);
        var newest = archive.AddVersion(person, conversation, edited);
        Assert.True(await SwitchAsync(person, edited));
        Assert.Equal([ids[0], ids[1], edited, newest], await PathAsync());
    }

    [Fact]
    public async Task GoingBackRestoresTheWholePath()
    {
        var edited = archive.AddVersion(person, conversation, ids[1]);
        Assert.True(await SwitchAsync(person, edited));
        Assert.True(await SwitchAsync(person, ids[2]));
        Assert.Equal(ids, await PathAsync());
    }

    [Fact]
    public async Task AnotherFirstMessageReplacesThePathFromItsRoot()
    {
        var edited = archive.AddVersion(person, conversation, null);
        Assert.True(await SwitchAsync(person, edited));
        Assert.Equal([edited], await PathAsync());
    }

    [Fact]
    public async Task AMessageOfThePathLeavesThePathWhereItIs()
    {
        Assert.True(await SwitchAsync(person, ids[1]));
        Assert.Equal(ids, await PathAsync());
    }

    [Fact]
    public async Task MessagesOfOthersAndOfOtherConversationsChangeNothing()
    {
        var other = archive.AddConversation(person);
        var foreign = archive.AddTalk(person, other, 1)[0];
        Assert.False(await SwitchAsync(person, foreign));
        Assert.False(await SwitchAsync(archive.AddPerson(), ids[1]));
        Assert.Equal(ids, await PathAsync());
    }

    private Task<bool> SwitchAsync(Guid who, Guid message) =>
        archive.InTransactionAsync((db, ct) => Branches.SwitchAsync(db, who, conversation, message, ct), Ct);

    private async Task<IEnumerable<Guid>> PathAsync()
    {
        var page = (await new ConversationReader(archive, new LiveReplies()).ReadAsync(person, conversation, null, Ct))!;
        Assert.Equal(page.Messages[^1].Id, page.LeafId);
        return page.Messages.Select(message => message.Id);
    }

    public void Dispose() => archive.Dispose();
}
