using Bunit;
using ChatApp.Chat;
using ChatApp.Data;
using ChatApp.Replies;
using ChatApp.Tests.Conversations;
using Microsoft.Extensions.DependencyInjection;

namespace ChatApp.Tests.Chat;

[EveryDatabase]
public sealed class ThoughtsViewTests : Screen
{
    private readonly Archive archive = new();
    private readonly Guid person;
    private readonly Guid reply;

    public ThoughtsViewTests()
    {
        Services.AddSingleton(TimeProvider.System);
        person = archive.AddPerson();
        reply = archive.AddTalk(person, archive.AddConversation(person), 2)[1];
        using var db = archive.CreateDbContext();
        db.Thoughts.Add(new() { ReplyId = reply, Text = "First *this*," });
        db.SaveChanges();
        Services.AddSingleton(new ReplyThoughtsReader(archive, Live));
        SetRendererInfo(new("Server", isInteractive: true));
    }

    [Fact]
    public void FoldedItHoldsNothingAndUnfoldedItShowsThem()
    {
        var view = Show(growing: false);
        Assert.Empty(view.FindAll(".thoughts-body"));
        Assert.Equal("false", view.Find("button").GetAttribute("aria-expanded"));

        view.Find("button").Click();
        view.WaitForAssertion(() => Assert.Equal("First this,", view.Find(".thoughts-body").TextContent.Trim()));

        view.Find("button").Click();
        Assert.Empty(view.FindAll(".thoughts-body"));
    }

    [Fact]
    public void UnfoldedItFollowsThemAndFoldedAgainItDoesNot()
    {
        var thoughts = new LiveText();
        var text = Live.Start(reply, thoughts);
        thoughts.Append("First *this*,");
        var view = Show(growing: true);
        view.Find("button").Click();
        view.WaitForAssertion(() => Assert.Contains("First", view.Find(".thoughts-body").TextContent, StringComparison.Ordinal));

        thoughts.Append(" then that");
        view.WaitForAssertion(() => Assert.Contains("then that", view.Find(".thoughts-body").TextContent, StringComparison.Ordinal));
        view.Find("button").Click();
        var paints = view.RenderCount;
        thoughts.Append(" unseen");
        Live.End(reply, text);
        Assert.Equal(paints, view.RenderCount);
    }

    [Fact]
    public void SomebodyElsesThoughtsAreNotShown()
    {
        var view = Render<ThoughtsView>(item => item.AddCascadingValue(Me).Add(it => it.ReplyId, reply));
        view.Find("button").Click();
        Assert.Equal("", view.WaitForElement(".thoughts-body").TextContent.Trim());
    }

    [Fact]
    public void AReplyWithThoughtsShowsThemFoldedAboveItsAnswer()
    {
        var item = Draw(Reply(State(ReplyStatus.Complete), "Yes") with { HasThoughts = true });
        Assert.Equal("Thoughts", item.Find(".thoughts button").TextContent.Trim());
        Assert.Equal("Yes", item.Find(".message-body").TextContent.Trim());
        Assert.Empty(Draw(Reply(State(ReplyStatus.Complete), "Yes")).FindAll(".thoughts"));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        archive.Dispose();
    }

    private IRenderedComponent<ThoughtsView> Show(bool growing) => Render<ThoughtsView>(item => item
        .AddCascadingValue(new ChatPerson(person))
        .Add(it => it.ReplyId, reply)
        .Add(it => it.Growing, growing));
}
