using Bunit;
using ChatApp.Admin;
using ChatApp.Admin.Audit;
using ChatApp.Admin.People;
using ChatApp.Admin.Usage;
using ChatApp.Admin.Waiting;
using ChatApp.Data;
using ChatApp.Resilience;
using ChatApp.Tests.Resilience;
using Microsoft.AspNetCore.Components;

namespace ChatApp.Tests.Admin;

[EveryDatabase]
public sealed class AdminPagesDatabaseTests : UnavailableDatabaseTests
{
    [Fact]
    public async Task AnActionThatCannotBeDoneIsAskedAgain()
    {
        var other = await App.NewPersonAsync();
        var panel = Open(other.Id, other.Email);
        Press(panel, "Lock");

        MakeUnavailable();
        Press(panel, "Lock");
        await ReachesAsync(DatabaseState.CommandRefused);
        panel.WaitForAssertion(() => Assert.Equal("Lock", panel.Find("[role=alertdialog]").GetAttribute("aria-label")));
        Assert.Equal("", panel.Find(".done").TextContent);

        await MakeAvailableAsync();
        Press(panel, "Lock");
        panel.WaitForAssertion(() => Assert.Equal("Done.", panel.Find(".done").TextContent));
        Assert.Equal(DateTimeOffset.MaxValue, (await Desk.ReadAsync(App, other.Id)).LockoutEnd);
    }

    [Fact]
    public async Task WhatIsWrittenInALimitStaysWhenItCannotBeSaved()
    {
        var panel = Open(Person.Id, Person.Email);
        panel.Find("input").Change("7");

        MakeUnavailable();
        await panel.Find("form").SubmitAsync();
        await ReachesAsync(DatabaseState.CommandRefused);
        Assert.Equal("7", panel.Find("input").GetAttribute("value"));

        await MakeAvailableAsync();
        await panel.Find("form").SubmitAsync();
        panel.WaitForAssertion(() => Assert.Equal("Saved.", panel.Find(".done").TextContent));
        Assert.Equal(7, (await Desk.ReadAsync(App, Person.Id)).MaxRunning);
    }

    [Fact]
    public async Task ALivePageThatCannotActSaysThatNothingWasChanged()
    {
        var page = Open<NowPage>();

        MakeUnavailable();
        Press(page, "Drain all");
        await ReachesAsync(DatabaseState.CommandRefused);
        Assert.Empty(page.Find(".admin > p").TextContent);

        await MakeAvailableAsync();
        Press(page, "Drain all");
        page.WaitForAssertion(() => Assert.Equal("Draining: nothing new starts.", page.Find(".admin > p").TextContent));
    }

    [Fact]
    public Task TheLineIsShownOnceTheDatabaseIsBack() => ComesBackAsync<LinePage>("Nobody waits and nothing runs.");

    [Fact]
    public Task PeopleAreShownOnceTheDatabaseIsBack() => ComesBackAsync<PeoplePage>(Person.Email);

    [Fact]
    public Task TheAuditLogIsShownOnceTheDatabaseIsBack() =>
        ComesBackAsync<AuditPage>("Nothing is written down here yet.");

    [Fact]
    public Task UsageIsShownOnceTheDatabaseIsBack() => ComesBackAsync<UsagePage>("No reply ended in this time.");

    [Fact]
    public Task TheDashboardsChartsAreShownOnceTheDatabaseIsBack() =>
        ComesBackAsync<NowPage>("<svg viewBox=\"0 0 600 120\"");

    private async Task ComesBackAsync<TPage>(string words) where TPage : IComponent
    {
        MakeUnavailable();
        var page = Open<TPage>();
        await ReachesAsync(DatabaseState.ReadingFails);
        Assert.DoesNotContain(words, page.Markup, StringComparison.Ordinal);

        await MakeAvailableAsync();
        // What failed after the others waits from then on.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (State is not DatabaseState.Available || !page.Markup.Contains(words, StringComparison.Ordinal))
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await tick.WaitForNextTickAsync(patience.Token);
        }
    }

    private IRenderedComponent<TPage> Open<TPage>() where TPage : IComponent =>
        Page.Render<TPage>(page => page.AddCascadingValue(TimeZoneInfo.Utc));

    private IRenderedComponent<PersonPanel> Open(Guid id, string email) => Page.Render<PersonPanel>(panel => panel.Add(
        it => it.Person, new(id, email, false, null, DateTime.UtcNow, null, null, ReplyPriority.Normal)));

    private static void Press<TPage>(IRenderedComponent<TPage> component, string button) where TPage : IComponent =>
        component.FindAll("button").Single(one => one.TextContent == button).Click();
}
