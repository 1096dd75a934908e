using ChatApp.Data;
using ChatApp.Tests.LanguageModels;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Tests.Replies;

[EveryDatabase]
public sealed class TitleTests : StagedTests
{
    [Fact]
    public async Task FirstWordsAreTheTitleUntilTheModelGivesOne()
    {
        Stage.OnTitle = Titled("\"A Line of\n People.\"");
        await using var rig = await StartAsync();
        var person = await rig.AddPersonAsync();
        var sent = await rig.SendAsync(person, "How does a line of people work, and why?");
        Assert.Equal("How does a line of people work, and why?", await TitleAsync(rig, sent.ConversationId));

        await (await Stage.NextAsync()).FinishAsync("Like this.");

        await rig.UntilAsync(async db => await db.Conversations.AnyAsync(conversation => conversation.Title == "A Line of People", Ct));
        await rig.UntilAsync(async db => await db.Replies.AnyAsync(reply => reply.Kind == ReplyKind.Title && reply.Status == ReplyStatus.Complete, Ct));

        // One title a conversation.
        var second = await rig.SendAsync(person, "More", sent.ConversationId);
        await (await Stage.NextAsync()).FinishAsync("Yes.");
        await rig.ReachesAsync(second.ReplyId, ReplyStatus.Complete);
        await using var db = await rig.OpenAsync();
        Assert.Equal(1, await db.Replies.CountAsync(reply => reply.Kind == ReplyKind.Title, Ct));
        Assert.Null(await db.Replies.Where(reply => reply.Kind == ReplyKind.Title).Select(reply => reply.Turn).SingleAsync(Ct));
    }

    [Fact]
    public async Task AConversationNamedByItsPersonKeepsItsName()
    {
        await using var rig = await StartAsync();
        var person = await rig.AddPersonAsync();
        var sent = await rig.SendAsync(person);
        var title = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Stage.OnTitle = async context =>
        {
            asked.TrySetResult();
            await title.Task;
            await Titled("From the model")(context);
        };
        await (await Stage.NextAsync()).FinishAsync("Hello");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(20), Ct);
        await using (var db = await rig.OpenAsync())
            await db.Conversations.ExecuteUpdateAsync(row => row.SetProperty(it => it.Title, "Mine").SetProperty(it => it.TitleSource, TitleSource.Person), Ct);

        title.SetResult();

        await rig.UntilAsync(async db => await db.Replies.AnyAsync(reply => reply.Kind == ReplyKind.Title && reply.Status == ReplyStatus.Complete, Ct));
        Assert.Equal("Mine", await TitleAsync(rig, sent.ConversationId));
    }

    [Fact]
    public async Task ATitleMakesRoomAsSoonAsSomebodySendsAndComesLater()
    {
        var asked = new SemaphoreSlim(0);
        Stage.OnTitle = async context =>
        {
            asked.Release();
            await new ModelCall(context).EndAsync();
        };
        await using var rig = await StartAsync();
        var person = await rig.AddPersonAsync();
        var sent = await rig.SendAsync(person);
        await (await Stage.NextAsync()).FinishAsync("Hello");
        Assert.True(await asked.WaitAsync(TimeSpan.FromSeconds(20), Ct));

        var urgent = await rig.SendAsync(await rig.AddPersonAsync(), "urgent");
        var call = await Stage.NextAsync();
        Assert.Equal(1, Stage.Most);
        Stage.OnTitle = Titled("Later");
        await call.FinishAsync("done");

        await rig.ReachesAsync(urgent.ReplyId, ReplyStatus.Complete);
        await rig.UntilAsync(async db => await db.Conversations.AnyAsync(conversation => conversation.Id == sent.ConversationId && conversation.Title == "Later", Ct));
    }

    [Fact]
    public async Task NoTitleIsAskedForWhilePeopleWait()
    {
        var asked = 0;
        Stage.OnTitle = context =>
        {
            Interlocked.Increment(ref asked);
            return Titled("Title")(context);
        };
        await using var rig = await StartAsync();
        var person = await rig.AddPersonAsync();
        await rig.SendAsync(person, "1");
        var first = await Stage.NextAsync();
        await rig.SendAsync(person, "2");
        var third = await rig.SendAsync(person, "3");
        await first.FinishAsync("one");
        await (await Stage.NextAsync()).FinishAsync("two");
        var last = await Stage.NextAsync();
        Assert.Equal(0, Volatile.Read(ref asked));

        await last.FinishAsync("three");
        await rig.ReachesAsync(third.ReplyId, ReplyStatus.Complete);
        await rig.UntilAsync(async db => await db.Conversations.CountAsync(conversation => conversation.Title == "Title", Ct) == 3);
    }

    private static RequestDelegate Titled(string title) => context =>
        FakeModelServer.SayAsync(context, FakeModelServer.Delta(title), FakeModelServer.Finish());

    private static async Task<string> TitleAsync(ReplyRig rig, Guid conversation)
    {
        await using var db = await rig.OpenAsync();
        return await db.Conversations.Where(row => row.Id == conversation).Select(row => row.Title).SingleAsync(Ct);
    }
}
