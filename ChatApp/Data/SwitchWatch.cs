using Microsoft.EntityFrameworkCore;

namespace ChatApp.Data;

/// <summary>What admins have decided, as this process last saw it: its own actions at once, those of other processes within a second.</summary>
internal sealed partial class SwitchWatch(IDbContextFactory<ChatDbContext> databases, TimeProvider time, ILogger<SwitchWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private volatile Seen seen = new(new() { Version = -1 }, new Dictionary<string, ModelSetting>(), Array.Empty<Guid>().ToLookup(_ => ""));

    /// <param name="Models">By <see cref="KeyOf"/>.</param>
    /// <param name="Named">The users who were named for a model, by <see cref="KeyOf"/>.</param>
    private sealed record Seen(Switches Switches, IReadOnlyDictionary<string, ModelSetting> Models, ILookup<string, Guid> Named);

    public Switches Now => seen.Switches;

    /// <summary>Raised on any thread, after any action of an admin; handlers must be quick.</summary>
    public event Action? Changed;

    public ModelSetting? SettingOf(string endpoint, string model) => seen.Models.GetValueOrDefault(KeyOf(endpoint, model));

    /// <summary>Whether admins named this person for a model of <see cref="ModelAudience.Named"/>.</summary>
    public bool IsNamed(string endpoint, string model, Guid personId) => seen.Named[KeyOf(endpoint, model)].Contains(personId);

    private static string KeyOf(string endpoint, string model) => $"{endpoint}/{model}";

    /// <summary>Looks before anything starts: a drain outlives a restart.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public async Task LookAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var switches = await db.Switches.AsNoTracking().SingleAsync(ct);
        if (switches.Version == Now.Version)
            return;
        var models = await db.ModelSettings.AsNoTracking().ToDictionaryAsync(setting => KeyOf(setting.Endpoint, setting.Model), NameComparison.Comparer, ct);
        var named = (await db.ModelPeople.AsNoTracking().ToListAsync(ct))
            .ToLookup(person => KeyOf(person.Endpoint, person.Model), person => person.UserId, NameComparison.Comparer);
        lock (gate)
        {
            // Of two looks at once the older may come in last.
            if (switches.Version <= Now.Version)
                return;
            seen = new(switches, models, named);
        }
        Changed?.Invoke();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TickAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task TickAsync(CancellationToken ct)
    {
        try
        {
            await LookAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The switches could not be looked at; trying again in a second")]
    private partial void LogFailed(Exception e);
}
