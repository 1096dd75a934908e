using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Admin.Switchboard;

/// <summary>The switches of the whole installation.</summary>
internal sealed class SwitchActions(AdminActions actions)
{
    public Task<Deed> DrainAsync(bool draining, CancellationToken ct) => ChangeAsync(draining ? "line.drain" : "line.open", switches =>
    {
        if (switches.Draining == draining)
            return null;
        switches.Draining = draining;
        return "";
    }, ct);

    public Task<Deed> OpenRegistrationAsync(bool open, CancellationToken ct) => ChangeAsync(open ? "registration.open" : "registration.close", switches =>
    {
        if (switches.RegistrationOpen == open)
            return null;
        switches.RegistrationOpen = open;
        return "";
    }, ct);

    /// <param name="text">Null or blank takes it away; cut to <see cref="Switches.AnnouncementLength"/>.</param>
    public Task<Deed> AnnounceAsync(string? text, CancellationToken ct)
    {
        var line = Conversation.OneLine(text ?? "");
        var announcement = line.Length == 0 ? null : line.Length > Switches.AnnouncementLength ? line[..Switches.AnnouncementLength] : line;
        return ChangeAsync(announcement is null ? "announcement.clear" : "announcement.set", switches =>
        {
            if (switches.Announcement == announcement)
                return null;
            switches.Announcement = announcement;
            return "";
        }, ct);
    }

    private Task<Deed> ChangeAsync(string action, Func<Switches, string?> change, CancellationToken ct) => actions.DoAsync(action, "everybody", async (db, ct) =>
    {
        var switches = await db.Switches.SingleAsync(ct);
        if (change(switches) is not { } detail)
            return null;
        await db.SaveChangesAsync(ct);
        return detail;
    }, ct);
}
