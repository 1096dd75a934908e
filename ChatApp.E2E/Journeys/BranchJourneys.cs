using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Journeys;

public sealed class BranchJourneys(TestRun run) : Journey(run)
{
    [Journey]
    public async Task AnEditedMessageStandsBesideItsFirstVersion()
    {
        var chat = await AnsweredAsync("tokens=3 say=First_answer");

        await chat.EditAsync(0, "tokens=3 say=Second_answer");

        await chat.Reply(0).IsExactlyAsync("Second answer");
        await Expect(chat.Mine).ToHaveCountAsync(1);
        await Expect(chat.Written(0).Versions).ToContainTextAsync("2 / 2");
        await chat.Written(0).PreviousVersion.ClickAsync();
        await Expect(chat.Written(0).Versions).ToContainTextAsync("1 / 2");
        await chat.Reply(0).IsExactlyAsync("First answer");
    }

    [Journey]
    public async Task ARegeneratedReplyStandsBesideTheFirst()
    {
        var chat = await AnsweredAsync("tokens=6");

        await chat.Reply(0).Button("Regenerate").ClickAsync();

        await Expect(chat.Reply(0).Versions).ToContainTextAsync("2 / 2");
        await chat.Reply(0).HasStatusAsync("complete");
        await chat.Reply(0).PreviousVersion.ClickAsync();
        await Expect(chat.Reply(0).Versions).ToContainTextAsync("1 / 2");
        await chat.Reply(0).IsExactlyAsync(Words.First(6));
    }

    [Journey]
    public async Task TheVersionPickedStaysPickedAfterAReload()
    {
        var chat = await AnsweredAsync("say=First_answer");
        await chat.EditAsync(0, "say=Second_answer");
        await chat.Reply(0).HasStatusAsync("complete");
        await chat.Written(0).PreviousVersion.ClickAsync();
        await chat.Reply(0).IsExactlyAsync("First answer");

        await chat.ReloadAsync();

        await chat.Reply(0).IsExactlyAsync("First answer");
    }

    [Journey]
    public async Task EscapeLeavesAnEditorAndNotTheReply()
    {
        var world = await SharedWorldAsync();
        var (page, gate) = ((await PersonAsync(world)).Page, Words.Unique("gate-"));
        var chat = new ChatScreen(page);
        await chat.BeginAsync($"tokens=4 gate={gate}@2");
        await chat.Reply(0).HasStatusAsync("streaming");
        await chat.IsLiveAsync();
        await chat.Written(0).Button("Edit").ClickAsync();
        await Expect(chat.Written(0).Editor).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Escape");

        await Expect(chat.Written(0).Editor).ToHaveCountAsync(0);
        await world.Model.OpenGateAsync(gate, Ct);
        await chat.Reply(0).IsExactlyAsync(Words.First(4));
        await chat.Reply(0).HasStatusAsync("complete");
    }

    private async Task<ChatScreen> AnsweredAsync(string message)
    {
        var chat = new ChatScreen((await PersonAsync(await SharedWorldAsync())).Page);
        await chat.BeginAsync(message);
        await chat.Reply(0).HasStatusAsync("complete");
        return chat;
    }
}
