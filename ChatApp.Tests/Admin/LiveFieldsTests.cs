using Bunit;
using ChatApp.Admin.Endpoints;
using ChatApp.Admin.Switchboard;
using ChatApp.Data;
using ChatApp.Replies;

namespace ChatApp.Tests.Admin;

/// <summary>The dashboard moves while somebody writes in it.</summary>
public sealed class LiveFieldsTests : BunitContext
{
    [Fact]
    public void SlotsThatAreBeingWrittenAreNotDrawnOver()
    {
        var card = Render<EndpointCard>(card => card.Add(it => it.Shown, WithSlots(1)));
        Assert.Equal("1", card.Find("input").GetAttribute("value"));

        card.Find("input").Input("2");
        card.Render(it => it.Add(card => card.Shown, WithSlots(4)));
        Assert.Equal("1", card.Find("input").GetAttribute("value"));

        card.Find("input").Blur();
        Assert.Equal("4", card.Find("input").GetAttribute("value"));
    }

    [Fact]
    public void AnAnnouncementThatIsBeingWrittenIsNotDrawnOver()
    {
        var announced = "";
        var panel = Render<SwitchPanel>(panel => panel.Add(it => it.Now, new() { Announcement = "Tea at four" }).Add(it => it.OnAnnounce, text => announced = text));
        panel.Find("input").Input("Tea at five");
        panel.Render(panel => panel.Add(it => it.Now, new() { Announcement = "Coffee at three" }));
        Assert.Equal("Tea at four", panel.Find("input").GetAttribute("value"));

        panel.FindAll("button").Single(button => button.TextContent == "Announce").Click();
        Assert.Equal("Tea at five", announced);
        panel.Render(panel => panel.Add(it => it.Now, new() { Announcement = "Tea at five" }));
        Assert.Equal("Tea at five", panel.Find("input").GetAttribute("value"));

        panel.Render(panel => panel.Add(it => it.Now, new Switches()));
        Assert.Null(panel.Find("input").GetAttribute("value"));
    }

    private static EndpointFigures WithSlots(int slots) =>
        new(new("fake", slots, 32_000, [], true, null), false, new(0, 0, 0, slots, TimeSpan.Zero, new(0, 0, 0, null, null, null, null, null), 0));
}
