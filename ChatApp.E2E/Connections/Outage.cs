using System.Diagnostics;
using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Screens;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatApp.E2E.Connections;

/// <summary>A new chat whose line to the app breaks once, at one stage of a message's life, and what must be true when it is mended.</summary>
/// <param name="forgotten">Whether it lasts longer than the server remembers a page.</param>
internal sealed class Outage(World world, BreakableLine line, IPage page, TimeSpan length, bool forgotten, CancellationToken ct)
{
    private const string Draft = "and half a thought";

    private readonly ChatScreen chat = new(page);
    private readonly string name = Words.Unique("outage-");

    public static IReadOnlyList<(string Stage, Func<Outage, Task> RunAsync)> Stages { get; } =
    [
        ("while typing", outage => outage.WhileTypingAsync()),
        ("on send", outage => outage.OnSendAsync()),
        ("before the first word", outage => outage.BeforeTheFirstWordAsync()),
        ("in the middle", outage => outage.InTheMiddleAsync()),
        ("at the end", outage => outage.AtTheEndAsync()),
    ];

    /// <summary>From the mending until the page was live again.</summary>
    public TimeSpan Recovery { get; private set; }

    public async Task WhileTypingAsync()
    {
        await chat.OpenAsync();
        await chat.IsLiveAsync();
        await chat.Composer.PressSequentiallyAsync(name);
        await LastsAsync(() => chat.Composer.PressSequentiallyAsync(" and more"));
        await Expect(chat.Composer).ToHaveValueAsync($"{name} and more");
        await chat.Send.ClickAsync();
        await IsAnsweredOnceAsync(Words.First(12), draft: "");
    }

    /// <summary>The message arrives, the answer to it does not.</summary>
    public async Task OnSendAsync()
    {
        await chat.OpenAsync();
        await chat.IsLiveAsync();
        await page.RouteAsync("**/api/chat/message", async route =>
        {
            await route.FetchAsync();
            line.Break();
            await route.AbortAsync();
        }, new() { Times = 1 });
        await chat.SendAsync($"{name} tokens=20");
        await Expect(chat.Outbox).ToHaveAttributeAsync("data-status", "waiting");
        await LastsAsync(() => chat.Composer.FillAsync(Draft), mayLoadAgain: true);
        await IsAnsweredOnceAsync(Words.First(20), Draft);
    }

    public async Task BeforeTheFirstWordAsync()
    {
        await BeginAsync($"tokens=20 gate={name}@0");
        await chat.Reply(0).HasStatusAsync("processing");
        await world.Model.ReachedAsync(name, ct);
        await LastsAsync(() => FinishAsync(name));
        await IsAnsweredOnceAsync(Words.First(20), Draft);
    }

    public async Task InTheMiddleAsync()
    {
        var (early, late) = ($"{name}early", $"{name}late");
        await BeginAsync($"tokens=30 gate={early}@10 gate={late}@20");
        await chat.Reply(0).IsExactlyAsync(Words.First(10));
        await LastsAsync(async () =>
        {
            await world.Model.OpenGateAsync(early, ct);
            await world.Model.ReachedAsync(late, ct);
        });
        await chat.Reply(0).IsExactlyAsync(Words.First(20));
        await chat.Reply(0).HasStatusAsync("streaming");
        await world.Model.OpenGateAsync(late, ct);
        await IsAnsweredOnceAsync(Words.First(30), Draft);
    }

    public async Task AtTheEndAsync()
    {
        await BeginAsync($"tokens=20 gate={name}@20");
        await chat.Reply(0).IsExactlyAsync(Words.First(20));
        await LastsAsync(() => FinishAsync(name));
        await IsAnsweredOnceAsync(Words.First(20), Draft);
    }

    private async Task BeginAsync(string script)
    {
        await chat.BeginAsync($"{name} {script}");
        await chat.IsLiveAsync();
        await chat.Composer.FillAsync(Draft);
    }

    private async Task FinishAsync(string gate)
    {
        await world.Model.OpenGateAsync(gate, ct);
        await Poll.UntilAsync("the model to have said everything", TimeSpan.FromSeconds(20),
            async () => (await world.Model.CallsAsync(name, ct)).All(call => call.Ended == "complete"), ct);
    }

    /// <param name="mayLoadAgain">An answer to the send that is there before the circuit leads to its conversation by a new document.</param>
    private async Task LastsAsync(Func<Task> meanwhile, bool mayLoadAgain = false)
    {
        await chat.MarkDocumentAsync();
        line.Break();
        var since = Stopwatch.GetTimestamp();
        await Expect(chat.ConnectionNotice).ToHaveTextAsync("Connection lost. Connecting again…");
        await meanwhile();
        if (length - Stopwatch.GetElapsedTime(since) is { Ticks: > 0 } rest)
            await Task.Delay(rest, ct);

        line.Mend();
        since = Stopwatch.GetTimestamp();
        await Expect(chat.ConnectionNotice).ToBeEmptyAsync();
        await chat.IsLiveAsync();
        Recovery = Stopwatch.GetElapsedTime(since);
        if (!mayLoadAgain)
            await Expect(chat.MarkedDocument).ToHaveCountAsync(forgotten ? 0 : 1);
    }

    private async Task IsAnsweredOnceAsync(string text, string draft)
    {
        await chat.Reply(0).HasStatusAsync("complete");
        await chat.Reply(0).IsExactlyAsync(text);
        await Expect(chat.Mine).ToHaveCountAsync(1);
        await Expect(chat.Replies).ToHaveCountAsync(1);
        await Expect(chat.Outbox).ToHaveCountAsync(0);
        await Expect(chat.Composer).ToHaveValueAsync(draft);
        await Expect(chat.ConnectionNotice).ToBeEmptyAsync();
        Assert.Single(await world.Model.CallsAsync(name, ct));
    }
}
