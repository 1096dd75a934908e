using ChatApp.Account;
using ChatApp.Conversations;
using ChatApp.Data;
using ChatApp.Replies;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace ChatApp.Chat;

/// <summary>A conversation on the screen, or a new one. Words go out over HTTP from the scripts; this shows what is there.</summary>
public sealed partial class ChatPage
{
    private readonly PendingChanges news = new();
    private ChatPerson? person;
    private ConversationPage? shown;

    // The address whose conversation is shown, or is being read.
    private Guid? asked;
    private bool begun;
    private bool ready;

    // The database is in trouble, and what was asked for is not there yet.
    private bool waiting;
    private Task opening = Task.CompletedTask;
    private IDisposable? subscription;
    private IDisposable? opened;

    [Parameter] public Guid? ConversationId { get; set; }
    [CascadingParameter] public required Task<AuthenticationState> Authentication { get; set; }

    [Inject] public required FirstReading First { get; init; }
    [Inject] internal ConversationReader Reader { get; init; } = default!;
    [Inject] internal ConversationCommands Commands { get; init; } = default!;
    [Inject] internal SessionGuard Guard { get; init; } = default!;
    [Inject] public required PersonChanges Changes { get; init; }
    [Inject] public required OpenConversations Opened { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }

    // What is written while it waits belongs to the conversation that will appear.
    private Guid? Here => waiting ? asked : shown?.Id;

    private IReadOnlyList<MessageView> Messages => shown?.Messages ?? [];

    private string Title => shown is { Title.Length: > 0 } ? shown.Title : waiting ? "Conversation" : "New chat";

    // The one whose text grows; else the one that was claimed.
    private Guid? Running => Messages.LastOrDefault(message => message.Reply?.Status.IsRunning() is true)?.Id;

    protected override async Task OnParametersSetAsync()
    {
        if (person is null)
        {
            var user = (await Authentication).User;
            person = new(user.PersonId(), user.IsInRole(PersonClaims.AdminRole));
            // Before the first reading: what happens in between must not be missed.
            if (RendererInfo.IsInteractive)
                subscription = Changes.Subscribe(person.Id, news.Add);
            foreach (var change in First.Missed)
                news.Add(change);
        }
        if (begun && asked == ConversationId)
            return;
        (begun, asked) = (true, ConversationId);
        await OpenAsync(person.Id, asked);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        try
        {
            while (true)
                await CatchUpAsync(await news.TakeAsync(Closed));
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>Until it is read, the page before it stays: box and list keep their elements.</summary>
    private async Task OpenAsync(Guid owner, Guid? id)
    {
        ConversationPage? known = null;
        var read = ReadLatestAsync(
            async ct => id is { } conversation && !First.TryTakeConversation(conversation, out known)
                ? await Reader.ReadAsync(owner, conversation, null, ct)
                : known,
            Show,
            Wait);
        opening = read;
        if (await read && id is { } here && shown?.Id == here && RendererInfo.IsInteractive)
            await MarkReadAsync(owner, here);
    }

    private void Show(ConversationPage? read)
    {
        Leave();
        (shown, waiting) = (read, false);
        ready = asked is null || shown is not null;
        if (!ready)
            Navigation.NotFound();
        else if (shown is not null && RendererInfo.IsInteractive)
            opened = Opened.Open(shown.Id);
    }

    // The page before it would be taken for the one that was asked for.
    private void Wait()
    {
        Leave();
        (shown, waiting, ready) = (null, true, true);
        StateHasChanged();
    }

    private void Leave()
    {
        opened?.Dispose();
        opened = null;
    }

    // It may be repeated like a reading. It runs beside the dispatcher, because it may have to wait for a lock.
    private Task MarkReadAsync(Guid owner, Guid conversation) => ReadAsync(
        async ct =>
        {
            await Task.Run(() => Commands.MarkReadAsync(owner, conversation, ct), ct);
            return true;
        },
        static _ => { });

    /// <summary>Reads again what changed on this page, and no more.</summary>
    private async Task CatchUpAsync(HashSet<PersonChange> heard)
    {
        // What changes while a page is being read may be missing in it.
        while (!opening.IsCompleted)
            await opening;
        if (shown is not { Id: var here })
            return;
        var mine = heard.Where(change => change.ConversationId == here).ToList();
        if (mine.Exists(change => change.Kind is ChangeKind.Messages or ChangeKind.Conversation))
            await ReadNewestAsync(here);
        else
            foreach (var reply in mine.Where(change => change.Kind is ChangeKind.Reply))
                await ReadMessageAsync(reply.ReplyId);
        var files = heard.Where(change => change.Kind is ChangeKind.Files).Select(change => change.FileId).ToHashSet();
        var withThem = Messages.Where(message => message.Files.Any(file => files.Contains(file.Id))).Select(message => message.Id).ToList();
        foreach (var message in withThem)
            await ReadMessageAsync(message);
        if (mine.Count + withThem.Count > 0)
            StateHasChanged();
    }

    private Task ReadNewestAsync(Guid here)
    {
        var owner = person!.Id;
        return ReadAsync(ct => Reader.ReadAsync(owner, here, null, ct), now =>
        {
            if (shown?.Id != here)
                return;
            if (now is null)
            {
                Navigation.NavigateTo("/");
                return;
            }
            // The pages read before stay, as far as the path is still the same one there.
            var older = shown.Messages
                .TakeWhile(message => now.Messages.Count > 0 && message.Depth < now.Messages[0].Depth).ToList();
            var joins = older.Count > 0 && older[^1].Id == now.Messages[0].ParentId;
            shown = joins ? now with { Messages = [.. older, .. now.Messages], Before = shown.Before } : now;
        });
    }

    private async Task ReadOlderAsync()
    {
        if (shown is not { Before: { } before } from)
            return;
        var owner = person!.Id;
        await ReadAsync(ct => Reader.ReadAsync(owner, from.Id, before, ct), older =>
        {
            if (older is not null && shown?.Id == from.Id && shown.Before == before)
                shown = shown with { Messages = [.. older.Messages, .. shown.Messages], Before = older.Before };
        });
    }

    private async Task ReadMessageAsync(Guid messageId)
    {
        if (Messages.All(message => message.Id != messageId))
            return;
        var owner = person!.Id;
        await ReadAsync(ct => Reader.FindMessageAsync(owner, messageId, ct), now =>
        {
            if (now is not null && shown is { } current)
                shown = current with { Messages = [.. current.Messages.Select(old => old.Id == messageId ? now : old)] };
        });
    }

    private async Task SwitchAsync(Guid messageId)
    {
        var (owner, user) = (person!.Id, (await Authentication).User);
        if (shown is { Id: var conversation })
            await TryAsync(async ct =>
            {
                if (await Guard.HoldsAsync(user, ct))
                    await Commands.SwitchBranchAsync(owner, conversation, messageId, ct);
            });
    }

    protected override void Dispose(bool disposing)
    {
        subscription?.Dispose();
        Leave();
        base.Dispose(disposing);
    }
}
