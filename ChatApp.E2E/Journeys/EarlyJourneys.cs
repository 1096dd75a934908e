using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Journeys;

/// <summary>What one begins before the circuit draws the page anew goes on afterwards.</summary>
public sealed class EarlyJourneys(TestRun run) : Journey(run)
{
    private readonly TaskCompletionSource circuit = new();

    [Journey]
    public async Task TextTypedBeforeTheCircuitStartsStays()
    {
        var (page, chat) = await EarlyAsync("/");
        await chat.Composer.PressSequentiallyAsync("typed early");

        await GoesLiveAsync(chat);

        await Expect(chat.Composer).ToHaveValueAsync("typed early");
        await Expect(chat.Composer).ToBeFocusedAsync();
    }

    [Journey]
    public async Task TheOfferOfAFileStays()
    {
        var (page, chat) = await EarlyAsync("/");
        var files = new FilesPart(page);
        await chat.IsReadyAsync();
        await files.PasteAsync(string.Concat(Enumerable.Repeat("A long story. ", 800)));
        await Expect(files.AttachPasted).ToBeVisibleAsync();

        await GoesLiveAsync(chat);

        await files.AttachPasted.ClickAsync();
        await files.HasStateAsync("Pasted text.txt", "ready");
        await Expect(chat.Composer).ToHaveValueAsync("");
        await Expect(files.AttachPasted).ToBeHiddenAsync();
    }

    [Journey]
    public async Task AClickThatFallsIntoTheStartCounts()
    {
        var (page, chat) = await EarlyAsync("/");
        await chat.IsReadyAsync();
        await chat.Composer.FillAsync("tokens=2");
        await chat.Send.HoverAsync();
        await page.Mouse.DownAsync();

        await GoesLiveAsync(chat);
        await page.Mouse.UpAsync();

        await Expect(page).ToHaveURLAsync(ChatScreen.ConversationAddress());
        await chat.Reply(0).IsExactlyAsync(Words.First(2));
        await Expect(chat.Mine).ToHaveCountAsync(1);
    }

    [Journey]
    public async Task ASearchFindsWhatWasAskedFor()
    {
        var (page, chat) = await EarlyAsync("/", "apples", "pears");
        var history = new HistoryScreen(page);
        await Expect(history.Conversation("apples")).ToBeVisibleAsync();
        await chat.IsReadyAsync();
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("pears");

        await GoesLiveAsync(chat);

        await Expect(history.Search).ToHaveValueAsync("pears");
        await Expect(history.Search).ToBeFocusedAsync();
        await Expect(history.Conversation("apples")).ToHaveCountAsync(0);
        await Expect(history.Conversation("pears")).ToBeVisibleAsync();
        await page.Keyboard.TypeAsync("!");
        await Expect(history.Search).ToHaveValueAsync("pears!");
    }

    [Journey]
    public async Task AnOpenMenuAndTheFocusStay()
    {
        var (page, chat) = await EarlyAsync("/", "apples");
        var history = new HistoryScreen(page);
        await chat.IsReadyAsync();
        await history.Account.ClickAsync();
        await history.LogOut.FocusAsync();

        await GoesLiveAsync(chat);

        await Expect(history.LogOut).ToBeVisibleAsync();
        await Expect(history.LogOut).ToBeFocusedAsync();
    }

    [Journey]
    public async Task AMessageBeingEditedGoesOnWhereTheCursorWas()
    {
        var (page, chat) = await EarlyAsync(null, "one two");
        var box = chat.Written(0).Editor;
        await chat.IsReadyAsync();
        await chat.Written(0).Article.HoverAsync();
        await chat.Written(0).Button("Edit").ClickAsync();
        await Expect(box).ToBeFocusedAsync();
        for (var step = 0; step < " two".Length; step++)
            await page.Keyboard.PressAsync("ArrowLeft");

        await GoesLiveAsync(chat);

        await Expect(box).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("-and-a-half");
        await Expect(box).ToHaveValueAsync("tokens=1 one-and-a-half two");
    }

    [Journey]
    public async Task AFileThatIsLookedAtStaysOpen()
    {
        var person = await PersonAsync(await SharedWorldAsync());
        var (chat, files, viewer) = (new ChatScreen(person.Page), new FilesPart(person.Page), new ViewerPart(person.Page));
        await chat.OpenAsync();
        await files.PickAsync(("one.png", SampleFiles.Png(64, 40, 20, 160, 90)), ("two.txt", SampleFiles.Text(300)));
        await files.HasStateAsync("one.png", "ready");
        await files.HasStateAsync("two.txt", "ready");
        await chat.SendAsync("tokens=1");
        await chat.Reply(0).HasStatusAsync("complete");
        await HoldAsync(person.Page);
        await person.Page.ReloadAsync();
        await chat.IsReadyAsync();
        await chat.Written(0).File("one.png").ClickAsync();
        await person.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(viewer.Name).ToHaveTextAsync("two.txt");

        await GoesLiveAsync(chat);

        await Expect(viewer.Dialog).ToBeVisibleAsync();
        await Expect(viewer.Name).ToHaveTextAsync("two.txt");
        await person.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(viewer.Name).ToHaveTextAsync("one.png");
        await person.Page.Keyboard.PressAsync("Escape");
        await Expect(viewer.Dialog).ToBeHiddenAsync();
        await Expect(chat.Written(0).File("one.png")).ToBeFocusedAsync();
    }

    [Journey]
    public async Task OnAPhoneTheDrawerStaysOpenAndItsListInPlace()
    {
        var (page, chat) = await EarlyAsync("/", [.. Enumerable.Range(1, 30).Select(number => $"number {number}")]);
        await page.SetViewportSizeAsync(360, 500);
        var history = new HistoryScreen(page);
        await chat.IsReadyAsync();
        await history.Toggle.ClickAsync();
        await Expect(history.NewChat).ToBeInViewportAsync();
        await history.Conversation("number 1").ScrollIntoViewIfNeededAsync();
        await Expect(history.Conversation("number 30")).Not.ToBeInViewportAsync();

        await GoesLiveAsync(chat);

        await Expect(history.NewChat).ToBeInViewportAsync();
        await Expect(history.Conversation("number 1")).ToBeInViewportAsync();
    }

    [Journey]
    public async Task AHalfTypedSettingIsNotTakenForTheLastWord()
    {
        var world = await OwnWorldAsync(slots: 4);
        var admin = await PersonAsync(world);
        var (page, now) = (admin.Page, new AdminScreen(admin.Page));
        await HoldAsync(page);
        await page.GotoAsync("/admin");
        await now.Slots("fake").FocusAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("1");

        circuit.SetResult();
        await now.IsLiveAsync();

        await Expect(now.Slots("fake")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("6");
        await Expect(now.Slots("fake")).ToHaveValueAsync("16");
        await page.Keyboard.PressAsync("Tab");
        await Expect(now.Notice).ToContainTextAsync("16");
        var acts = (await admin.GetAsync("/api/admin/audit.json")).ToString();
        Assert.Single(acts.Split("endpoint.slots")[1..]);
    }

    /// <summary>A page as it was sent, held in that state, of a person with these conversations. Without an address it is the last one's.</summary>
    private async Task<(IPage Page, ChatScreen Chat)> EarlyAsync(string? address, params string[] titles)
    {
        var person = await PersonAsync(await SharedWorldAsync());
        var conversation = Guid.Empty;
        foreach (var title in titles)
            conversation = await person.BeginAsync($"tokens=1 {title}", title);
        await HoldAsync(person.Page);
        await person.Page.GotoAsync(address ?? $"/c/{conversation}");
        return (person.Page, new(person.Page));
    }

    private async Task HoldAsync(IPage page) =>
        await page.RouteAsync("**/_blazor/negotiate*", async route =>
        {
            await circuit.Task;
            await route.ContinueAsync();
        });

    private async Task GoesLiveAsync(ChatScreen chat)
    {
        circuit.SetResult();
        await chat.IsLiveAsync();
    }
}
