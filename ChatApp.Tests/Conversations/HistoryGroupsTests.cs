using ChatApp.Conversations;

namespace ChatApp.Tests.Conversations;

public sealed class HistoryGroupsTests
{
    // Just after midnight in Berlin, still the evening before in UTC and the afternoon in Los Angeles.
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 23, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Europe/Berlin", 10, "Today")]
    [InlineData("Europe/Berlin", 60, "Yesterday")]
    [InlineData("UTC", 60, "Today")]
    [InlineData("America/Los_Angeles", 60, "Today")]
    [InlineData("UTC", 24 * 60, "Yesterday")]
    [InlineData("UTC", 2 * 24 * 60, "Previous 7 days")]
    [InlineData("UTC", 7 * 24 * 60, "Previous 7 days")]
    [InlineData("UTC", 8 * 24 * 60, "November 2026")]
    [InlineData("UTC", 30 * 24 * 60, "October 2026")]
    [InlineData("UTC", -60, "Today")]
    public void AConversationStandsUnderItsDayInTheBrowsersTimeZone(string zone, int minutesAgo, string group) =>
        Assert.Equal(group, HistoryGroups.Of([Entry(minutesAgo)], Now, TimeZoneInfo.FindSystemTimeZoneById(zone)).Single().Name);

    [Fact]
    public void GroupsAndTheirConversationsKeepTheOrderOfTheHistory()
    {
        var groups = HistoryGroups.Of([Entry(1), Entry(2), Entry(24 * 60), Entry(40 * 24 * 60), Entry(41 * 24 * 60)], Now, TimeZoneInfo.Utc);
        Assert.Equal(["Today", "Yesterday", "October 2026"], groups.Select(group => group.Name));
        Assert.Equal(["1", "2"], groups[0].Entries.Select(entry => entry.Title));
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(25, 1)]
    [InlineData(45, 3)]
    public void AChangedConversationGoesWhereItsTimePutsIt(int minutesAgo, int place)
    {
        var list = new HistoryList();
        list.Replace(new([Entry(10), Entry(20), Entry(30), Entry(40)], null));
        var moved = list.Entries[0] with { UpdatedAt = Entry(minutesAgo).UpdatedAt };
        list.Put(moved);
        Assert.Equal(place, list.Entries.ToList().IndexOf(moved));
        Assert.Equal(4, list.Entries.Count);
    }

    [Fact]
    public void WhatIsOlderThanTheLoadedPagesComesWithItsPage()
    {
        var list = new HistoryList();
        var last = Entry(20);
        list.Replace(new([Entry(10), last], new(last.UpdatedAt, last.Id)));
        list.Put(Entry(50));
        Assert.Equal(2, list.Entries.Count);
    }

    private static ConversationEntry Entry(int minutesAgo) =>
        new(Guid.NewGuid(), $"{minutesAgo}", Now.UtcDateTime.AddMinutes(-minutesAgo), false, false);
}
