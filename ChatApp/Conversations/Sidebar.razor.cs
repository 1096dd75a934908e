using ChatApp.Account;
using ChatApp.Replies;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using MudBlazor;

namespace ChatApp.Conversations;

public sealed partial class Sidebar : IDisposable
{
    private static readonly TimeSpan TypingPause = TimeSpan.FromMilliseconds(150);

    private readonly HistoryList list = new();
    private readonly HashSet<Guid> changed = [];
    private readonly Dictionary<Guid, Action> toggles = [];
    private readonly CancellationTokenSource gone = new();
    private IDisposable? subscription;
    private CancellationTokenSource? typing;
    private Guid person;
    private Guid? current;

    /// <summary>Whose menu is open, and whose title is being changed.</summary>
    private Guid? opened, renaming;
    private string search = "";
    private bool reading;

    /// <summary>Whose days group the history.</summary>
    [CascadingParameter] public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [CascadingParameter] private Task<AuthenticationState> Authentication { get; set; } = default!;
    [Inject] private ConversationHistory History { get; set; } = default!;
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
        await LoadAsync();
    }

    private async Task LoadAsync() => list.Replace(await History.ReadAsync(person, null, search, gone.Token));

    private async Task OlderAsync() => list.Append(await History.ReadAsync(person, list.Before, search, gone.Token));

    private async Task SearchAsync(ChangeEventArgs input)
    {
        search = input.Value?.ToString() ?? "";
        typing?.Cancel();
        typing?.Dispose();
        typing = CancellationTokenSource.CreateLinkedTokenSource(gone.Token);
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

    private async Task EndRenameAsync(Guid id, string? title)
    {
        renaming = null;
        if (title is not null && await HoldsAsync())
            await Commands.RenameAsync(person, id, title, gone.Token);
    }

    private async Task DeleteAsync(Guid id)
    {
        opened = null;
        if (!await HoldsAsync() || !await Commands.DeleteAsync(person, id, gone.Token))
            return;
        var open = id == current;
        if (open)
            Navigation.NavigateTo("/");
        Snackbar.Add("Conversation deleted", Severity.Normal, notice =>
        {
            notice.Action = "Undo";
            notice.ShowCloseIcon = false;
            notice.RequireInteraction = false;
            notice.HideIcon = true;
            notice.ShowTransitionDuration = notice.HideTransitionDuration = 150;
            notice.VisibleStateDuration = (int)ConversationCommands.UndoTime.TotalMilliseconds;
            notice.OnClick = _ => InvokeAsync(() => RestoreAsync(id, open));
        });
    }

    private async Task RestoreAsync(Guid id, bool open)
    {
        if (!await HoldsAsync())
            return;
        if (!await Commands.RestoreAsync(person, id, gone.Token))
            Snackbar.Add("Too late: it is gone", Severity.Normal);
        else if (open)
            Navigation.NavigateTo($"/c/{id}");
    }

    private async Task<bool> HoldsAsync()
    {
        if (await Guard.HoldsAsync((await Authentication).User, gone.Token))
            return true;
        Navigation.NavigateTo("/login", forceLoad: true);
        return false;
    }

    private void Heard(PersonChange change)
    {
        if (change.Kind is ChangeKind.Conversation)
            InvokeAsync(() => ReadAgainAsync(change.ConversationId));
    }

    // One at a time, so an older answer never comes after a newer one.
    private async Task ReadAgainAsync(Guid id)
    {
        changed.Add(id);
        if (reading)
            return;
        reading = true;
        try
        {
            while (changed.Count > 0)
                await ReadNextAsync();
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
        finally
        {
            reading = false;
        }
    }

    private async Task ReadNextAsync()
    {
        var id = changed.First();
        changed.Remove(id);
        var entry = await History.FindAsync(person, id, gone.Token);
        if (entry is not null && entry.Title.Contains(search.Trim(), StringComparison.OrdinalIgnoreCase))
            list.Put(entry);
        else
            list.Remove(id);
        StateHasChanged();
    }

    private void Moved(object? sender, LocationChangedEventArgs location) => InvokeAsync(() =>
    {
        current = ConversationAt(location.Location);
        StateHasChanged();
    });

    private Guid? ConversationAt(string address) =>
        Navigation.ToBaseRelativePath(address).Split('?', '#')[0].Split('/') is ["c", var id] && Guid.TryParse(id, out var guid) ? guid : null;

    public void Dispose()
    {
        Navigation.LocationChanged -= Moved;
        subscription?.Dispose();
        gone.Cancel();
        typing?.Dispose();
        gone.Dispose();
    }
}
