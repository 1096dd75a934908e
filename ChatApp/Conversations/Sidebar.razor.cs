using ChatApp.Account;
using ChatApp.Replies;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using MudBlazor;

namespace ChatApp.Conversations;

public sealed partial class Sidebar
{
    private static readonly TimeSpan TypingPause = TimeSpan.FromMilliseconds(150);

    private readonly HistoryList list = new();
    private readonly HashSet<Guid> changed = [];
    private readonly Dictionary<Guid, Action> toggles = [];
    private IDisposable? subscription;
    private CancellationTokenSource? typing;
    private Guid person;
    private Guid? current;

    /// <summary>Whose menu is open, and whose title is being changed.</summary>
    private Guid? opened, renaming;
    private string search = "";
    private bool read;
    private bool catchingUp;

    /// <summary>Whose days group the history.</summary>
    [CascadingParameter] public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [CascadingParameter] private Task<AuthenticationState> Authentication { get; set; } = default!;
    [Inject] private ConversationHistory History { get; set; } = default!;
    [Inject] private FirstReading First { get; set; } = default!;
    [Inject] private ConversationCommands Commands { get; set; } = default!;
    [Inject] private PersonChanges Changes { get; set; } = default!;
    [Inject] private SessionGuard Guard { get; set; } = default!;
    [Inject] private NavigationManager Navigation { get; set; } = default!;
    [Inject] private ISnackbar Snackbar { get; set; } = default!;
    [Inject] private TimeProvider Time { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        person = (await Authentication).User.PersonId();
        current = ConversationAt(Navigation.Uri);
        if (RendererInfo.IsInteractive)
        {
            Navigation.LocationChanged += Moved;
            // Before the first reading, so nothing is missed in between.
            subscription = Changes.Subscribe(person, Heard);
        }
        if (First.TakeHistory() is { } page)
        {
            list.Replace(page);
            read = true;
            foreach (var change in First.Missed)
                Heard(change);
            return;
        }
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var (owner, words) = (person, search);
        if (await ReadLatestAsync(ct => History.ReadAsync(owner, null, words, ct), list.Replace))
            read = true;
    }

    private async Task OlderAsync()
    {
        var (owner, before, words) = (person, list.Before, search);
        await ReadLatestAsync(ct => History.ReadAsync(owner, before, words, ct), list.Append);
    }

    private async Task SearchAsync(ChangeEventArgs input)
    {
        search = input.Value?.ToString() ?? "";
        typing?.Cancel();
        typing?.Dispose();
        typing = CancellationTokenSource.CreateLinkedTokenSource(Closed);
        try
        {
            await Task.Delay(TypingPause, Time, typing.Token);
            await LoadAsync();
        }
        catch (OperationCanceledException)
        {
        }
    }

    private string? StateOf(ConversationEntry entry) => entry.Running ? "running" : entry.Unread && entry.Id != current ? "unread" : null;

    // The same one each time: new ones would go to the browser for every row whenever one of them moves.
    private Action ToggleOf(Guid id) => toggles.TryGetValue(id, out var toggle) ? toggle : toggles[id] = () => opened = opened == id ? null : id;

    private void CloseMenu() => opened = null;

    private void BeginRename(Guid id) => (opened, renaming) = (null, id);

    private async Task<bool> RenameAsync(Guid id, string? title)
    {
        if (title is not null && await DoAsync((owner, ct) => Commands.RenameAsync(owner, id, title, ct)) is null)
            return false;
        if (renaming == id)
            renaming = null;
        StateHasChanged();
        return true;
    }

    private async Task DeleteAsync(Guid id)
    {
        opened = null;
        if (await DoAsync((owner, ct) => Commands.DeleteAsync(owner, id, ct)) is not true)
            return;
        var open = id == current;
        if (open)
            Navigation.NavigateTo("/");
        OfferUndo(id, open, Time.GetTimestamp());
    }

    private void OfferUndo(Guid id, bool open, long deleted)
    {
        var left = ConversationCommands.UndoTime - Time.GetElapsedTime(deleted);
        if (left <= TimeSpan.Zero)
            return;
        Snackbar.Add("Conversation deleted", Severity.Normal, notice =>
        {
            notice.Action = "Undo";
            notice.ShowCloseIcon = false;
            notice.RequireInteraction = false;
            notice.HideIcon = true;
            notice.ShowTransitionDuration = notice.HideTransitionDuration = 150;
            notice.VisibleStateDuration = (int)left.TotalMilliseconds;
            notice.OnClick = _ =>
            {
                Dispatch(() => RestoreAsync(id, open, deleted));
                return Task.CompletedTask;
            };
        });
    }

    private async Task RestoreAsync(Guid id, bool open, long deleted)
    {
        var restored = await DoAsync((owner, ct) => Commands.RestoreAsync(owner, id, ct));
        if (restored is null)
            OfferUndo(id, open, deleted);
        else if (restored is false)
            Snackbar.Add("Too late: it is gone", Severity.Normal);
        else if (open)
            Navigation.NavigateTo($"/c/{id}");
    }

    /// <returns>What the command answers; null when the database or the session did not allow it.</returns>
    private async Task<bool?> DoAsync(Func<Guid, CancellationToken, Task<bool>> command)
    {
        var (owner, user) = (person, (await Authentication).User);
        var (holds, answer) = (false, false);
        var ran = await TryAsync(async ct =>
        {
            holds = await Guard.HoldsAsync(user, ct);
            answer = holds && await command(owner, ct);
        });
        if (ran && !holds)
            Navigation.NavigateTo("/login", forceLoad: true);
        return ran && holds ? answer : null;
    }

    private void Heard(PersonChange change)
    {
        if (change.Kind is ChangeKind.Conversation)
            Dispatch(() => ReadAgainAsync(change.ConversationId));
    }

    // One at a time, so an older answer never comes after a newer one.
    private async Task ReadAgainAsync(Guid id)
    {
        changed.Add(id);
        if (catchingUp)
            return;
        catchingUp = true;
        try
        {
            while (changed.Count > 0)
                await ReadNextAsync();
        }
        finally
        {
            catchingUp = false;
        }
    }

    private Task ReadNextAsync()
    {
        var (owner, id) = (person, changed.First());
        changed.Remove(id);
        return ReadAsync(ct => History.FindAsync(owner, id, ct), entry =>
        {
            if (entry is not null && entry.Title.Contains(search.Trim(), StringComparison.OrdinalIgnoreCase))
                list.Put(entry);
            else
                list.Remove(id);
            StateHasChanged();
        });
    }

    private void Moved(object? sender, LocationChangedEventArgs location) => Dispatch(() =>
    {
        current = ConversationAt(location.Location);
        StateHasChanged();
    });

    private Guid? ConversationAt(string address) => ConversationAddress.IdOf(Navigation.ToBaseRelativePath(address));

    protected override void Dispose(bool disposing)
    {
        Navigation.LocationChanged -= Moved;
        subscription?.Dispose();
        typing?.Dispose();
        base.Dispose(disposing);
    }
}
