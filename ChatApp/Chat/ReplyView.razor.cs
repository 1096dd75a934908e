using ChatApp.Conversations;
using ChatApp.Data;
using ChatApp.Markup;
using ChatApp.Replies;
using Microsoft.AspNetCore.Components;

namespace ChatApp.Chat;

/// <summary>The text of one reply, whole or growing. While it grows only this component renders, at most once per acknowledgement of the browser.</summary>
public sealed partial class ReplyView : IDisposable
{
    private readonly CancellationTokenSource closed = new();
    private ReplyDocument document = new();
    private string? shownText;
    private bool growing;
    private bool following;
    private LivePainter? painter;
    private DateTime? firstWordsAt;
    private bool firstWordsTold;
    private DateTime? thinkingFrom;

    // Set off by css alone after 15 s: no timer on the server, and a page opened later starts in the middle.
    private string thinkingSince = "0s";

    /// <summary>What was there when the reply was read; its text is the last word once its status is final.</summary>
    [Parameter, EditorRequired] public required MessageView Message { get; set; }

    /// <summary>The live text has ended: the row is to be read again.</summary>
    [Parameter] public EventCallback<Guid> Ended { get; set; }

    [Inject] public required LiveReplies Live { get; init; }
    [Inject] public required TimeProvider Time { get; init; }

    private string Text => Message.Text;
    private ReplyState Reply => Message.Reply!;

    protected override void OnParametersSet()
    {
        growing = Reply.Status.IsRunning();
        if (growing && Reply.StartedAt is { } at && at != thinkingFrom)
            (thinkingFrom, thinkingSince) = (at, FormattableString.Invariant($"{Math.Min(-0d, -(Time.GetUtcNow().UtcDateTime - at).TotalSeconds):0.#}s"));
        if (Reply.Status is ReplyStatus.Queued)
            (document, shownText) = (new(), null);
        else if (Reply.Status.IsFinal())
            ShowWhole();
        else if (!following && Text.Length > document.Length)
            document.Append(Text[document.Length..]);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        painter?.Painted();
        if (firstWordsAt is { } sent && !firstWordsTold)
        {
            firstWordsTold = true;
            ReplyTraces.Painted(Message.Id, sent);
        }
        if (!growing || following || Live.Find(Message.Id) is not { } live)
            return;
        following = true;
        try
        {
            painter = new(Time);
            await painter.FollowAsync(live, () => document, () => growing, Paint, closed.Token);
            await Ended.InvokeAsync(Message.Id);
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            following = false;
        }
    }

    private void Paint()
    {
        firstWordsAt ??= Time.GetUtcNow().UtcDateTime;
        StateHasChanged();
    }

    private void ShowWhole()
    {
        if (shownText == Text)
            return;
        // Followed from its first word on and over already: this is the paint that shows the first words.
        if (following)
            firstWordsAt ??= Time.GetUtcNow().UtcDateTime;
        var live = shownText is null && document.Length > 0 && document.Length <= Text.Length;
        if (live)
        {
            document.Append(Text[document.Length..]);
            document.Complete();
        }
        else
        {
            document = ReplyDocument.ParsePacked(Text);
        }
        shownText = Text;
    }

    public void Dispose() => closed.Cancel();
}
