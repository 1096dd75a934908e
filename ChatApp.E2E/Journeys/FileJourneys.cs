using System.Security.Cryptography;
using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Journeys;

public sealed class FileJourneys(TestRun run) : Journey(run)
{
    [Journey]
    public async Task PicturesAndADocumentGoThroughButtonDropAndPasteToTheModel()
    {
        var world = await SharedWorldAsync();
        var person = await PersonAsync(world);
        var (chat, files) = (new ChatScreen(person.Page), new FilesPart(person.Page));
        var document = SampleFiles.Pdf("The claim is one transaction", "", "Deadlocks end on page three");
        await chat.OpenAsync();

        await files.PickAsync(("graph.png", SampleFiles.Png(640, 400, 20, 160, 90)));
        await files.DropAsync("deadlocks.pdf", document);
        await files.PasteAsync(SampleFiles.Png(320, 200, 200, 40, 40));
        await files.HasStateAsync("graph.png", "ready");
        await files.HasStateAsync("deadlocks.pdf", "ready");
        await files.HasStateAsync("Pasted picture.png", "ready");
        await Expect(files.Chip("deadlocks.pdf")).ToContainTextAsync("3 pages");
        var words = Words.Unique("look-");
        await chat.SendAsync($"{words} kind=parts");
        await chat.Reply(0).HasStatusAsync("complete");

        await Expect(files.Chips).ToHaveCountAsync(0);
        var call = Assert.Single(await world.Model.CallsAsync(words, Ct));
        Assert.Contains("deadlocks.pdf", call.Prompt, StringComparison.Ordinal);
        Assert.Contains("Deadlocks end on page three", call.Prompt, StringComparison.Ordinal);
        foreach (var name in new[] { "graph.png", "Pasted picture.png" })
        {
            // What the viewer shows is what the model saw.
            var seen = await person.Context.APIRequest.GetAsync($"/api/files/{await chat.Written(0).FileIdAsync(name)}/picture");
            var hash = Convert.ToHexStringLower(SHA256.HashData(await seen.BodyAsync()));
            await chat.Reply(0).ShowsAsync($"{seen.Headers["content-type"]} {(await seen.BodyAsync()).Length} {hash}");
        }
        var kept = await person.Context.APIRequest.GetAsync($"/api/files/{await chat.Written(0).FileIdAsync("deadlocks.pdf")}");
        Assert.Equal(document, await kept.BodyAsync());
        Assert.Contains("deadlocks.pdf", kept.Headers["content-disposition"], StringComparison.Ordinal);
    }

    [Journey]
    public async Task FilesInAConversationAreLookedAtByKeyboardAndGoAlongWhenTheMessageIsEdited()
    {
        var person = await PersonAsync(await SharedWorldAsync());
        var (chat, files, viewer) = (new ChatScreen(person.Page), new FilesPart(person.Page), new ViewerPart(person.Page));
        await chat.OpenAsync();
        await files.PickAsync(("one.png", SampleFiles.Png(640, 400, 20, 160, 90)), ("two.pdf", SampleFiles.Pdf("First words", "Second words")));
        await files.HasStateAsync("one.png", "ready");
        await files.HasStateAsync("two.pdf", "ready");
        await chat.SendAsync("tokens=2");
        await chat.Reply(0).HasStatusAsync("complete");

        await chat.Written(0).File("one.png").FocusAsync();
        await person.Page.Keyboard.PressAsync("Enter");
        await Expect(viewer.Picture).ToBeVisibleAsync();
        await Expect(viewer.Name).ToHaveTextAsync("one.png");
        var width = (await viewer.Picture.BoundingBoxAsync())!.Width;
        await person.Page.Keyboard.PressAsync("+");
        Assert.True((await viewer.Picture.BoundingBoxAsync())!.Width > width * 1.2);
        await person.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(viewer.Name).ToHaveTextAsync("two.pdf");
        await Expect(viewer.Text).ToContainTextAsync("Page 2");
        await Expect(viewer.Text).ToContainTextAsync("Second words");
        await person.Page.Keyboard.PressAsync("Escape");
        await Expect(viewer.Dialog).ToBeHiddenAsync();
        await Expect(chat.Written(0).File("one.png")).ToBeFocusedAsync();

        await chat.EditAsync(0, "tokens=3");
        await Expect(chat.Written(0).Versions).ToContainTextAsync("2 / 2");
        await Expect(chat.Written(0).Files).ToHaveCountAsync(2);
        await chat.Reply(0).IsExactlyAsync(Words.First(3));
        await Expect(files.Chips).ToHaveCountAsync(0);
    }

    [Journey]
    public async Task AMessageWaitsForItsFilesWhileOneWritesOnAndReloads()
    {
        Provokes("net::ERR_ABORTED");
        var person = await PersonAsync(await SharedWorldAsync());
        var (chat, files) = (new ChatScreen(person.Page), new FilesPart(person.Page));
        var gate = new TaskCompletionSource();
        var begun = 0;
        person.Context.Request += (_, request) => begun += request.Method == "POST" && request.Url.EndsWith("/api/files/uploads", StringComparison.Ordinal) ? 1 : 0;
        await person.Context.RouteAsync("**/api/files/uploads/*", async route =>
        {
            await gate.Task;
            await route.ContinueAsync();
        });
        await chat.OpenAsync();
        await files.PickAsync(("notes.txt", SampleFiles.Text(2_000)));
        await files.HasStateAsync("notes.txt", "uploading");

        await chat.SendAsync("tokens=2 first");
        await Expect(chat.Outbox).ToContainTextAsync("One file is on the way");
        await Expect(chat.Outbox).ToHaveAttributeAsync("data-status", "waiting");
        await Expect(files.Chips).ToHaveCountAsync(0);
        await files.PickAsync(("more.txt", SampleFiles.Text(3_000)));
        await chat.Composer.FillAsync("half a thought");
        await person.Page.ReloadAsync();
        await chat.IsLiveAsync();
        await Expect(chat.Composer).ToHaveValueAsync("half a thought");
        await Expect(files.Chip("more.txt")).ToBeVisibleAsync();
        await Expect(chat.Outbox).ToContainTextAsync("notes.txt");
        var tab = await person.Context.NewPageAsync();
        var (secondChat, secondFiles) = (new ChatScreen(tab), new FilesPart(tab));
        await secondChat.OpenAsync();
        await secondFiles.HasStateAsync("more.txt", "uploading");
        gate.SetResult();

        await Expect(chat.Written(0).File("notes.txt")).ToBeVisibleAsync();
        await chat.Reply(0).IsExactlyAsync(Words.First(2));
        await files.HasStateAsync("more.txt", "ready");
        // The message took the first tab into its conversation; the second one is told of what waits there no more, and each file went up once.
        await Expect(secondFiles.Chips).ToHaveCountAsync(0);
        Assert.Equal(2, begun);
        await Expect(chat.Composer).ToHaveValueAsync("half a thought");
    }

    [Journey]
    public async Task AnUploadThatTheServerCannotTakeSaysSoAndIsTriedAgain()
    {
        Provokes("status of 507");
        var person = await PersonAsync(await SharedWorldAsync());
        var (chat, files) = (new ChatScreen(person.Page), new FilesPart(person.Page));
        await chat.OpenAsync();
        await person.Context.RouteAsync("**/api/files/uploads", route => route.FulfillAsync(new()
        {
            Status = 507,
            ContentType = "application/problem+json",
            Body = """{"type":"urn:chatapp:disk-full","detail":"The server has no room for this file now."}""",
        }));

        await files.PickAsync(("notes.txt", SampleFiles.Text(2_000)));
        await files.HasStateAsync("notes.txt", "failed");
        await Expect(files.Chip("notes.txt").GetByRole(AriaRole.Alert)).ToContainTextAsync("no room");
        await chat.SendAsync("tokens=2");
        await Expect(chat.Refusal).ToContainTextAsync("Remove it to send the message");
        await person.Context.UnrouteAllAsync();
        await files.TryAgain("notes.txt").ClickAsync();

        await files.HasStateAsync("notes.txt", "ready");
        await chat.Send.ClickAsync();
        await Expect(chat.Written(0).File("notes.txt")).ToBeVisibleAsync();
    }

    [Journey]
    public async Task WhatIsRemovedIsNotSentAndALogOutForgetsTheRest()
    {
        var person = await PersonAsync(await SharedWorldAsync());
        var (chat, files) = (new ChatScreen(person.Page), new FilesPart(person.Page));
        await chat.OpenAsync();
        await files.PickAsync(("keep.txt", SampleFiles.Text(500)), ("drop.txt", SampleFiles.Text(600)));
        await files.HasStateAsync("keep.txt", "ready");
        await files.HasStateAsync("drop.txt", "ready");

        await person.Page.RunAndWaitForResponseAsync(() => files.RemoveAsync("drop.txt"), answer => answer.Request.Method == "DELETE" && answer.Status == 204);
        await chat.SendAsync("tokens=2");
        await Expect(chat.Written(0).Files).ToHaveCountAsync(1);
        var mine = await person.GetAsync("/api/files");
        Assert.Equal("keep.txt", Assert.Single(mine.GetProperty("files").EnumerateArray()).GetProperty("name").GetString());

        await files.PickAsync(("secret.txt", SampleFiles.Text(700)));
        await files.HasStateAsync("secret.txt", "ready");
        await new HistoryScreen(person.Page).LogOutAsync();
        await Expect(new LoginScreen(person.Page).Email).ToBeVisibleAsync();
        await person.Page.WaitForLoadStateAsync();
        Assert.Equal("", await person.Page.EvaluateAsync<string>("() => Object.keys(localStorage).filter(key => key.includes(':file:')).join()"));
        Assert.Equal(0, await person.Page.EvaluateAsync<int>("async () => (await indexedDB.databases()).length"));
    }

    [Journey]
    public async Task AModelThatCannotSeeIsNamedBeforeAPictureIsSent()
    {
        var person = await PersonAsync(await SharedWorldAsync());
        var (chat, files) = (new ChatScreen(person.Page), new FilesPart(person.Page));
        await chat.OpenAsync();
        await files.PickAsync(("graph.png", SampleFiles.Png(64, 40, 20, 160, 90)));
        await files.HasStateAsync("graph.png", "ready");
        await Expect(files.Notice).ToBeEmptyAsync();

        await chat.Model.SelectOptionAsync("guide/guide");
        await Expect(files.Notice).ToContainTextAsync("guide cannot see pictures");
        await files.RemoveAsync("graph.png");

        await Expect(files.Notice).ToBeEmptyAsync();
    }

    [Journey]
    public async Task ALongPastedTextMayBecomeAFile()
    {
        var person = await PersonAsync(await SharedWorldAsync());
        var (chat, files) = (new ChatScreen(person.Page), new FilesPart(person.Page));
        await chat.OpenAsync();
        await chat.Composer.FillAsync("Sum this up: ");
        await files.PasteAsync(string.Concat(Enumerable.Repeat("A long story. ", 800)));

        await files.AttachPasted.ClickAsync();

        await files.HasStateAsync("Pasted text.txt", "ready");
        await Expect(chat.Composer).ToHaveValueAsync("Sum this up: ");
        await Expect(chat.Composer).ToBeFocusedAsync();
    }
}
