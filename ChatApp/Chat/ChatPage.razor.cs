using ChatApp.Account;
using ChatApp.Conversations;
using ChatApp.Data;
using ChatApp.Replies;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace ChatApp.Chat;

/// <summary>A conversation on the screen, or a new one. Words go out over HTTP from the scripts; this shows what is there.</summary>
public sealed partial class ChatPage : IDisposable
{
    private readonly CancellationTokenSource closed = new();
    private readonly PendingChanges news = new();
    private ChatPerson? person;
    private ConversationPage? shown;
    private bool ready;
    private IDisposable? subscription;
    private IDisposable? opened;

    [Parameter] public Guid? ConversationId { get; set; }
    [CascadingParameter] public required Task<AuthenticationState> Authentication { get; set; }

    [Inject] internal ConversationReader Reader { get; init; } = default!;
    [Inject] internal ConversationCommands Commands { get; init; } = default!;
    [Inject] internal SessionGuard Guard { get; init; } = default!;
    [Inject] public required PersonChanges Changes { get; init; }
    [Inject] public required OpenConversations Opened { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }

    private IReadOnlyList<MessageView> Messages => shown?.Messages ?? [];

    private string Title => shown is { Title.Length: > 0 } ? shown.Title : "New chat";

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
        }
        if (!ready || shown?.Id != ConversationId)
            await OpenAsync(ConversationId);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        try
        {
            while (true)
                await CatchUpAsync(await news.TakeAsync(closed.Token));
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>Until it is read, the page before it stays: box and list keep their elements.</summary>
    private async Task OpenAsync(Guid? id)
    {
        var read = id is { } conversation ? await Reader.ReadAsync(person!.Id, conversation, null, closed.Token) : null;
        if (ConversationId != id)
            return;
        opened?.Dispose();
        opened = null;
        shown = read;
        ready = id is null || shown is not null;
        if (!ready)
        {
            Navigation.NotFound();
        }
        else if (shown is not null && RendererInfo.IsInteractive)
        {
            opened = Opened.Open(shown.Id);
            await Commands.MarkReadAsync(person!.Id, shown.Id, closed.Token);
        }
    }

    /// <summary>Reads again what changed on this page, and no more.</summary>
    private async Task CatchUpAsync(HashSet<PersonChange> heard)
    {
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

    private async Task ReadNewestAsync(Guid here)
    {
        var now = await Reader.ReadAsync(person!.Id, here, null, closed.Token);
        if (shown?.Id != here)
            return;
        if (now is null)
        {
            Navigation.NavigateTo("/");
            return;
        }
        // The pages read before stay, as far as the path is still the same one there.
        var older = shown.Messages.TakeWhile(message => now.Messages.Count > 0 && message.Depth < now.Messages[0].Depth).ToList();
        var joins = older.Count > 0 && older[^1].Id == now.Messages[0].ParentId;
        shown = joins ? now with { Messages = [.. older, .. now.Messages], Before = shown.Before } : now;
    }

    private async Task ReadOlderAsync()
    {
        if (shown is not { Before: { } before } from)
            return;
        var older = await Reader.ReadAsync(person!.Id, from.Id, before, closed.Token);
        if (older is not null && shown?.Id == from.Id && shown.Before == before)
            shown = shown with { Messages = [.. older.Messages, .. shown.Messages], Before = older.Before };
    }

    private async Task ReadMessageAsync(Guid messageId)
    {
        if (Messages.All(message => message.Id != messageId))
            return;
        var now = await Reader.FindMessageAsync(person!.Id, messageId, closed.Token);
        if (now is not null && shown is { } current)
            shown = current with { Messages = [.. current.Messages.Select(message => message.Id == messageId ? now : message)] };
    }

    private async Task SwitchAsync(Guid messageId)
    {
        if (shown is { } current && await Guard.HoldsAsync((await Authentication).User, closed.Token))
            await Commands.SwitchBranchAsync(person!.Id, current.Id, messageId, closed.Token);
    }

    public void Dispose()
    {
        subscription?.Dispose();
        opened?.Dispose();
        closed.Cancel();
    }
}
