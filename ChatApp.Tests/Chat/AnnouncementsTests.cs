using ChatApp.Chat;
using ChatApp.Data;

namespace ChatApp.Tests.Chat;

public sealed class AnnouncementsTests : Screen
{
    [Fact]
    public void AFinishedReplyIsReadOutOnce()
    {
        var running = Reply(State(ReplyStatus.Streaming), "It is");
        var done = running with { Text = "It is **so**.", Reply = State(ReplyStatus.Complete) };
        Assert.Equal("The answer is complete: It is so.", Announcements.Of([running], [done]));
        Assert.Null(Announcements.Of([done], [done]));
    }

    [Fact]
    public void NothingIsSaidAboutWhatWasAlwaysThere() =>
        Assert.Null(Announcements.Of([], [Reply(State(ReplyStatus.Complete), "Old")]));
}
