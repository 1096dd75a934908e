using ChatApp.Data;
using ChatApp.LanguageModels;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Admin.Endpoints;

/// <summary>What an admin decides about a model endpoint while ChatApp runs.</summary>
internal sealed class EndpointActions(AdminActions actions, ModelCatalog catalog)
{
    public const int MostSlots = 32;

    public Task<Deed> PauseAsync(string endpoint, bool paused, CancellationToken ct) =>
        ChangeAsync(paused ? "endpoint.pause" : "endpoint.resume", endpoint, state =>
        {
            if (state.Paused == paused)
                return null;
            state.Paused = paused;
            return "";
        }, ct);

    /// <param name="slots">1–32.</param>
    public Task<Deed> SetSlotsAsync(string endpoint, int slots, CancellationToken ct)
    {
        if (slots is < 1 or > MostSlots)
            throw new ArgumentOutOfRangeException(nameof(slots));
        return ChangeAsync("endpoint.slots", endpoint, state => state.Slots == slots ? null : $"{state.Slots = slots} slots", ct);
    }

    private async Task<Deed> ChangeAsync(string action, string endpoint, Func<EndpointState, string?> change, CancellationToken ct)
    {
        if (catalog.Find(endpoint) is null)
            return Deed.Nothing;
        return await actions.DoAsync(action, endpoint, async (db, ct) =>
        {
            var state = await db.Endpoints.SingleOrDefaultAsync(row => row.Name == endpoint, ct) ?? db.Endpoints.Add(new() { Name = endpoint }).Entity;
            if (change(state) is not { } detail)
                return null;
            await db.SaveChangesAsync(ct);
            return detail;
        }, ct);
    }
}
