using ChatApp.Markup;
using ChatApp.Replies;
using Microsoft.AspNetCore.Components;

namespace ChatApp.Chat;

/// <summary>The thoughts of one reply. Folded it holds nothing; unfolded it reads them, and follows them as long as they grow.</summary>
public sealed partial class ThoughtsView
{
    private CancellationTokenSource? folded;
    private ReplyDocument? document;
    private bool reading;
    private LivePainter? painter;

    [Parameter, EditorRequired] public Guid ReplyId { get; set; }

    /// <summary>The reply runs still.</summary>
    [Parameter] public bool Growing { get; set; }

    /// <summary>The answer has begun.</summary>
    [Parameter] public bool Answering { get; set; }
    [CascadingParameter] public required ChatPerson Person { get; set; }
    [Inject] public required LiveReplies Live { get; init; }
    [Inject] public required ReplyThoughtsReader Reader { get; init; }
    [Inject] public required TimeProvider Time { get; init; }

    protected override void OnAfterRender(bool firstRender) => painter?.Painted();

    private async Task ToggleAsync()
    {
        if (document is not null || reading)
        {
            AbandonLatest();
            folded?.Cancel();
            (document, painter, reading) = (null, null, false);
            return;
        }
        reading = true;
        var (owner, reply, live) = (Person.Id, ReplyId, Live.FindThoughts(ReplyId));
        var text = "";
        if (!await ReadLatestAsync(ct => Reader.ReadAsync(owner, reply, ct), found => text = found ?? ""))
            return;
        reading = false;
        if (live is null or { Ended: true })
        {
            document = ReplyDocument.ParsePacked(text);
            return;
        }
        document = new();
        document.Append(text);
        folded = CancellationTokenSource.CreateLinkedTokenSource(Closed);
        StateHasChanged();
        await FollowAsync(live, document, folded);
    }

    private async Task FollowAsync(LiveText live, ReplyDocument shown, CancellationTokenSource until)
    {
        try
        {
            painter = new(Time);
            await painter.FollowAsync(live, () => shown, () => document == shown, StateHasChanged, until.Token);
            if (document == shown)
                shown.Complete();
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            if (folded == until)
                folded = null;
            until.Dispose();
        }
    }
}
