using System.Globalization;
using System.Security.Claims;
using ChatApp.Data;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace ChatApp.Admin.People;

/// <summary>The buttons and fields behind one person of the list.</summary>
public sealed partial class PersonPanel
{
    private delegate Task<string?> Act(ClaimsPrincipal admin, Guid personId, CancellationToken ct);

    private Question? asked;
    private string? link;
    private string? refusal;
    private string done = "";
    private string limit = "";
    private bool low;

    [Parameter, EditorRequired] public required PersonRow Person { get; set; }

    /// <summary>The person is to be read again.</summary>
    [Parameter] public EventCallback OnChanged { get; set; }
    [CascadingParameter] public required Task<AuthenticationState> Authentication { get; set; }
    [Inject] public required NavigationManager Navigation { get; init; }
    [Inject] internal PersonActs Acts { get; init; } = default!;

    private Question Promotion => new("Make admin", $"{Person.Email} will see and change everything here, and has to log in again.", Acts.PromoteAsync);
    private Question Demotion => new("Remove admin role", $"{Person.Email} will be a person like others, and has to log in again.", Acts.DemoteAsync);
    private Question Locking => new("Lock", $"{Person.Email} will be logged out everywhere and cannot log in. What they have stays.", Acts.LockAsync);
    private Question SigningOut => new("Sign out everywhere", $"{Person.Email} will have to log in again on every device.", Acts.SignOutAsync);
    private Question Deletion => new("Delete", $"{Person.Email} goes, with all their conversations and files. This cannot be undone.", Acts.DeleteAsync);

    protected override void OnInitialized() =>
        (limit, low) = (Person.MaxRunning?.ToString(CultureInfo.InvariantCulture) ?? "", Person.Priority is ReplyPriority.Low);

    private async Task DoAsync(Act act, string? words = null, Action? show = null)
    {
        var (admin, id, question) = ((await Authentication).User, Person.Id, asked);
        string? answer = null;
        (asked, link, done, refusal) = (null, null, "", null);
        if (!await TryAsync(async ct => answer = await act(admin, id, ct)))
        {
            // Asked again, it can be tried again.
            asked = question;
            return;
        }
        refusal = answer;
        done = refusal is null ? words ?? "Done." : "";
        show?.Invoke();
        await OnChanged.InvokeAsync();
    }

    private Task LimitAsync()
    {
        int? most = int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : limit.Trim().Length == 0 ? null : 0;
        return DoAsync((admin, id, ct) => Acts.LimitAsync(admin, id, most, low, ct), "Saved.");
    }

    private Task MakeLinkAsync()
    {
        string? made = null;
        return DoAsync(
            async (admin, id, ct) =>
            {
                (made, var why) = await Acts.ResetPasswordAsync(admin, id, ct);
                return why;
            },
            "The link is made.",
            () => link = made is null ? null : Navigation.BaseUri.TrimEnd('/') + made);
    }

    private sealed record Question(string Title, string Sentence, Act Act);
}
