using System.Security.Claims;
using Bunit;
using ChatApp.Account;
using ChatApp.Conversations;
using ChatApp.Data;
using ChatApp.Replies;
using ChatApp.Tests.Running;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace ChatApp.Tests.Conversations;

[EveryDatabase]
public sealed class SidebarTests(SharedApp shared) : IAsyncLifetime, IClassFixture<SharedApp>
{
    private readonly TestApp app = shared.App;
    private readonly BunitContext page = new();
    private TestPerson person = default!;

    public async ValueTask InitializeAsync()
    {
        person = await app.NewPersonAsync();
        var session = await app.QueryAsync(db => db.Sessions.Where(row => row.UserId == person.Id).Select(row => row.Id).FirstAsync());
        page.JSInterop.Mode = JSRuntimeMode.Loose;
        page.Services.AddMudServices();
        page.Services.AddFallbackServiceProvider(app.Services);
        page.AddAuthorization().SetAuthorized(person.Email).SetClaims(
            new(ClaimTypes.NameIdentifier, person.Id.ToString()),
            new(PersonClaims.Session, session.ToString()));
        page.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    public ValueTask DisposeAsync() => page.DisposeAsync();

    [Fact]
    public async Task ConversationsStandUnderTheirDaysByTheirTitles()
    {
        await AddAsync("Now");
        await AddAsync("Before", daysAgo: 1);
        await AddAsync("", daysAgo: 3);
        var sidebar = Render();
        Assert.Equal(["Today", "Yesterday", "Previous 7 days"], Texts(sidebar, "h2"));
        Assert.Equal(["Now", "Before", "Untitled"], Texts(sidebar, "li a"));
    }

    [Fact]
    public async Task TheOpenOneIsMarkedAndTheMarkFollowsTheAddress()
    {
        var one = await AddAsync("One");
        var two = await AddAsync("Two", daysAgo: 1);
        var navigation = page.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo($"/c/{one}");
        var sidebar = Render();
        Assert.Equal("One", sidebar.Find("a[aria-current=page]").TextContent);
        navigation.NavigateTo($"/c/{two}?x=1#message");
        sidebar.WaitForAssertion(() => Assert.Equal(["Two"], Texts(sidebar, "a[aria-current=page]")));
    }

    [Fact]
    public async Task ARunningAndAnUnreadConversationAreSaidBesideTheLinkNotInItsName()
    {
        var id = await AddAsync("Talk");
        var sidebar = Render();
        await ChangeAsync(db => db.Replies.Add(new() { Id = Guid.NewGuid(), ConversationId = id, UserId = person.Id, Endpoint = "e", Model = "m", Status = ReplyStatus.Processing, Owner = Guid.NewGuid() }), id);
        sidebar.WaitForAssertion(() => Assert.Equal("answering", State(sidebar)));
        await ChangeAsync(db => (db.Replies.Single(row => row.ConversationId == id).Status, db.Conversations.Single(row => row.Id == id).Unread) = (ReplyStatus.Complete, true), id);
        sidebar.WaitForAssertion(() => Assert.Equal("unread", State(sidebar)));
        Assert.Equal("Talk", sidebar.Find("li a").TextContent);
    }

    [Fact]
    public async Task WhatChangesInAnotherTabIsFollowed()
    {
        var sidebar = Render();
        var commands = app.Services.GetRequiredService<ConversationCommands>();
        var id = await commands.CreateAsync(person.Id, "New there", default);
        sidebar.WaitForAssertion(() => Assert.Equal(["New there"], Texts(sidebar, "li a")));
        await commands.RenameAsync(person.Id, id, "Renamed there", default);
        sidebar.WaitForAssertion(() => Assert.Equal(["Renamed there"], Texts(sidebar, "li a")));
        await commands.DeleteAsync(person.Id, id, default);
        sidebar.WaitForAssertion(() => Assert.Empty(Texts(sidebar, "li a")));
    }

    [Fact]
    public async Task ARowKeepsItsHandlerWhenAnotherOneMoves()
    {
        await AddAsync("Calm");
        var moving = await AddAsync("Moving", daysAgo: 1);
        var sidebar = Render();
        var handler = Handler("Calm");
        await app.Services.GetRequiredService<ConversationCommands>().RenameAsync(person.Id, moving, "Moved", default);
        sidebar.WaitForAssertion(() => Assert.Contains("Moved", Texts(sidebar, "li a")));
        Assert.NotNull(handler);
        Assert.Equal(handler, Handler("Calm"));

        // A new handler has a new number, which goes to the browser.
        string? Handler(string title) => sidebar.FindAll("li").Single(row => row.QuerySelector("a")!.TextContent == title).QuerySelector("button.options")!.GetAttribute("blazor:onclick");
    }

    [Fact]
    public async Task AConversationIsRenamedInPlace()
    {
        var id = await AddAsync("Old");
        var sidebar = Render();
        sidebar.Find("button.options").Click();
        Choose(sidebar, "Rename");
        var input = sidebar.Find("li input");
        Assert.Equal("Old", input.GetAttribute("value"));
        input.Input("New");
        await sidebar.Find("li form").SubmitAsync();
        sidebar.WaitForAssertion(() => Assert.Equal(["New"], Texts(sidebar, "li a")));
        Assert.Equal(TitleSource.Person, await app.QueryAsync(db => db.Conversations.Where(row => row.Id == id).Select(row => row.TitleSource).SingleAsync()));
    }

    [Fact]
    public async Task EscapeAndAnEmptyTitleLeaveTheOldOne()
    {
        await AddAsync("Old");
        var sidebar = Render();
        sidebar.Find("button.options").Click();
        Choose(sidebar, "Rename");
        sidebar.Find("li input").Input("Never");
        sidebar.Find("rename-box").TriggerEvent("oncancel", EventArgs.Empty);
        Assert.Equal(["Old"], Texts(sidebar, "li a"));
        sidebar.Find("button.options").Click();
        Choose(sidebar, "Rename");
        sidebar.Find("li input").Input("  ");
        await sidebar.Find("li form").SubmitAsync();
        Assert.Equal(["Old"], Texts(sidebar, "li a"));
    }

    [Fact]
    public async Task TheOpenConversationIsDeletedLeftAndBroughtBack()
    {
        var id = await AddAsync("Open");
        var navigation = page.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo($"/c/{id}");
        var notices = page.Render<MudSnackbarProvider>();
        var sidebar = Render();
        sidebar.Find("button.options").Click();
        Choose(sidebar, "Delete");
        sidebar.WaitForAssertion(() => Assert.Empty(Texts(sidebar, "li a")));
        sidebar.WaitForAssertion(() => Assert.EndsWith("/", navigation.Uri));
        notices.WaitForElement(".mud-snackbar button").Click();
        sidebar.WaitForAssertion(() => Assert.Equal(["Open"], Texts(sidebar, "li a")));
        sidebar.WaitForAssertion(() => Assert.EndsWith($"/c/{id}", navigation.Uri));
    }

    [Fact]
    public async Task AnEndedLogInDeletesNothing()
    {
        var id = await AddAsync("Kept");
        var sidebar = Render();
        await app.QueryAsync(db => db.Sessions.Where(row => row.UserId == person.Id).ExecuteUpdateAsync(row => row.SetProperty(it => it.EndedAt, DateTime.UtcNow)));
        sidebar.Find("button.options").Click();
        Choose(sidebar, "Delete");
        sidebar.WaitForAssertion(() => Assert.EndsWith("/login", page.Services.GetRequiredService<NavigationManager>().Uri));
        Assert.Null(await app.QueryAsync(db => db.Conversations.Where(row => row.Id == id).Select(row => row.DeletedAt).SingleAsync()));
    }

    [Fact]
    public async Task OlderBringsTheNextPage()
    {
        await ChangeAsync(db => db.Conversations.AddRange(Enumerable.Range(0, 60)
            .Select(i => new Conversation { UserId = person.Id, Title = $"{i}", UpdatedAt = DateTime.UtcNow.AddHours(-i) })), default);
        var sidebar = Render();
        Assert.Equal(50, sidebar.FindAll("li").Count);
        sidebar.Find("button.older").Click();
        sidebar.WaitForAssertion(() => Assert.Equal(60, sidebar.FindAll("li").Count));
        Assert.Empty(sidebar.FindAll("button.older"));
    }

    // Drawn, and its history read.
    private IRenderedComponent<Sidebar> Render()
    {
        var sidebar = page.Render<Sidebar>(sidebar => sidebar.AddCascadingValue(TimeZoneInfo.Utc));
        sidebar.WaitForElement("li, .none", TimeSpan.FromSeconds(10));
        return sidebar;
    }

    private static List<string> Texts(IRenderedComponent<Sidebar> sidebar, string selector) => [.. sidebar.FindAll(selector).Select(node => node.TextContent)];

    private static string State(IRenderedComponent<Sidebar> sidebar)
    {
        var link = sidebar.Find("li a");
        return sidebar.Find("#" + link.GetAttribute("aria-describedby")).TextContent;
    }

    private static void Choose(IRenderedComponent<Sidebar> sidebar, string item) =>
        sidebar.FindAll("[role=menuitem]").Single(node => node.TextContent == item).Click();

    private Task<Guid> AddAsync(string title, int daysAgo = 0) => app.QueryAsync(async db =>
    {
        var conversation = new Conversation { UserId = person.Id, Title = title, UpdatedAt = DateTime.UtcNow.AddDays(-daysAgo) };
        db.Conversations.Add(conversation);
        await db.SaveChangesAsync();
        return conversation.Id;
    });

    private async Task ChangeAsync(Action<ChatDbContext> change, Guid conversation)
    {
        await app.QueryAsync(db =>
        {
            change(db);
            return db.SaveChangesAsync();
        });
        app.Services.GetRequiredService<PersonChanges>().Publish(person.Id, new(ChangeKind.Conversation, conversation));
    }
}
