using Bunit;
using ChatApp.Conversations;
using ChatApp.Replies;
using ChatApp.Resilience;
using ChatApp.Tests.Resilience;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Tests.Conversations;

[EveryDatabase]
public sealed class SidebarDatabaseTests : UnavailableDatabaseTests
{
    [Fact]
    public async Task TheHistoryIsShownOnceTheDatabaseIsBack()
    {
        await AddConversationAsync("Talk");
        MakeUnavailable();
        var sidebar = Open();
        // Nobody is told that there is nothing.
        Assert.Empty(sidebar.FindAll(".none"));
        await ReachesAsync(DatabaseState.ReadingFails);

        await MakeAvailableAsync();
        sidebar.WaitForAssertion(() => Assert.Equal(["Talk"], Titles(sidebar)));
        await ReachesAsync(DatabaseState.Available);
    }

    [Fact]
    public async Task WhatChangedMeanwhileIsCaughtUpWith()
    {
        var (first, second) = (await AddConversationAsync("First"), await AddConversationAsync("Second"));
        var sidebar = Open();
        sidebar.WaitForElement("li");
        await App.QueryAsync(db => db.Conversations.ExecuteUpdateAsync(
            row => row.SetProperty(it => it.Title, it => it.Title + " changed"), Ct));

        MakeUnavailable();
        Tell(ChangeKind.Conversation, first);
        Tell(ChangeKind.Conversation, second);
        await ReachesAsync(DatabaseState.ReadingFails);
        Assert.Equal(["Second", "First"], Titles(sidebar));

        await MakeAvailableAsync();
        sidebar.WaitForAssertion(() => Assert.Equal(["Second changed", "First changed"], Titles(sidebar)));
    }

    [Fact]
    public async Task ATitleThatCannotBeSavedStaysInItsBox()
    {
        await AddConversationAsync("Old");
        var sidebar = Open();
        sidebar.WaitForElement("button.options").Click();
        Choose(sidebar, "Rename");
        sidebar.Find("li input").Input("New");

        MakeUnavailable();
        await sidebar.Find("li form").SubmitAsync();
        await ReachesAsync(DatabaseState.CommandRefused);
        Assert.Equal("New", sidebar.Find("li input").GetAttribute("value"));

        await MakeAvailableAsync();
        await sidebar.Find("li form").SubmitAsync();
        sidebar.WaitForAssertion(() => Assert.Equal(["New"], Titles(sidebar)));
        await ReachesAsync(DatabaseState.Available);
    }

    [Fact]
    public async Task ADeletionThatCannotBeDoneChangesNothingAndNobodyIsLoggedOut()
    {
        var conversation = await AddConversationAsync("Kept");
        var sidebar = Open();
        sidebar.WaitForElement("li");

        MakeUnavailable();
        sidebar.Find("button.options").Click();
        Choose(sidebar, "Delete");
        await ReachesAsync(DatabaseState.CommandRefused);
        Assert.Equal(["Kept"], Titles(sidebar));
        Assert.DoesNotContain("login", Address, StringComparison.Ordinal);

        await MakeAvailableAsync();
        Assert.True(await App.QueryAsync(db =>
            db.Conversations.AnyAsync(row => row.Id == conversation && row.DeletedAt == null, Ct)));
        sidebar.Find("button.options").Click();
        Choose(sidebar, "Delete");
        sidebar.WaitForAssertion(() => Assert.Empty(Titles(sidebar)));
    }

    private IRenderedComponent<Sidebar> Open() =>
        Page.Render<Sidebar>(sidebar => sidebar.AddCascadingValue(TimeZoneInfo.Utc));

    private static List<string> Titles(IRenderedComponent<Sidebar> sidebar) =>
        [.. sidebar.FindAll("li a").Select(link => link.TextContent)];

    private static void Choose(IRenderedComponent<Sidebar> sidebar, string item) =>
        sidebar.FindAll("[role=menuitem]").Single(node => node.TextContent == item).Click();
}
