using System.Threading.Channels;
using ChatApp.Replies;
using ChatApp.Resilience;
using Microsoft.AspNetCore.Components;

namespace ChatApp.Admin;

/// <summary>A page that is drawn anew when the line changes: at once, and then at most four times a second.</summary>
public abstract class LivePage : DatabaseComponent
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);
    private readonly Channel<bool> news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private IDisposable? watching;

    [Inject] internal LineMonitor Monitor { get; init; } = default!;
    [Inject] public required TimeProvider Time { get; init; }

    /// <summary>What the last action came to, for its admin; empty before the first.</summary>
    protected string Notice { get; private set; } = "";

    /// <summary>Whether the last action was refused or failed.</summary>
    protected bool Failed { get; private set; }

    protected override void OnInitialized()
    {
        if (RendererInfo.IsInteractive)
            watching = Monitor.Watch(() => news.Writer.TryWrite(true));
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        try
        {
            while (await news.Reader.WaitToReadAsync(Closed))
            {
                news.Reader.TryRead(out _);
                await RefreshAsync();
                StateHasChanged();
                await Task.Delay(Pace, Time, Closed);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>Reads what the page shows beside the overview.</summary>
    protected virtual Task RefreshAsync() => Task.CompletedTask;

    /// <summary>Runs an action and says what it came to.</summary>
    /// <param name="done">Such as “Paused.”</param>
    internal async Task ActAsync(Func<CancellationToken, Task<Deed>> action, string done)
    {
        var deed = Deed.Nothing;
        if (!await TryAsync(async ct => deed = await action(ct)))
        {
            // The page's notice says why.
            (Notice, Failed) = ("", true);
            return;
        }
        (Notice, Failed) = deed switch
        {
            Deed.Done => (done, false),
            Deed.Nothing => ("Nothing was changed: it was so already, or somebody was faster.", false),
            _ => ("You are not an admin any more. Nothing was changed.", true),
        };
        StateHasChanged();
        await RefreshAsync();
    }

    /// <summary>Says why something was not even tried.</summary>
    protected Task RefuseAsync(string sentence)
    {
        (Notice, Failed) = (sentence, true);
        return Task.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        watching?.Dispose();
        base.Dispose(disposing);
    }
}
