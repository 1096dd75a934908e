using System.Diagnostics.CodeAnalysis;
using ChatApp.Data;
using Microsoft.Extensions.Options;

namespace ChatApp.LanguageModels;

/// <summary>Every endpoint that is served and what it offers now. <see cref="ModelDiscovery"/> keeps it true.</summary>
internal sealed class ModelCatalog
{
    private static readonly TimeSpan LongestFirstLook = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource firstLook = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private readonly ModelChoice? preferred;
    private readonly TimeProvider time;
    private readonly SwitchWatch? switches;
    private volatile ModelEndpoint[] endpoints;
    private int unseen;

    /// <param name="switches">Null where no admin decides anything.</param>
    public ModelCatalog(ModelServers servers, IOptions<ModelsOptions> options, TimeProvider time, SwitchWatch? switches = null)
    {
        this.time = time;
        this.switches = switches;
        if (switches is not null)
            switches.Changed += () => Changed?.Invoke();
        preferred = ModelChoice.TryParse(options.Value.Default, out var choice) ? choice : null;
        unseen = servers.All.Count;
        endpoints =
        [
            .. servers.All.Select(server => new ModelEndpoint(server.Name, server.Slots, server.ContextTokens, server.FixedModels, Reachable: null, LastError: null)),
            new ModelEndpoint(ModelServers.Guide, Slots: 8, ContextTokens: 32_000, [ModelServers.Guide], Reachable: true, LastError: null),
        ];
    }

    /// <summary>All served endpoints, the Guide last; those of the settings in their order.</summary>
    public IReadOnlyList<ModelEndpoint> Endpoints => endpoints;

    /// <summary>What a new conversation gets: an admin's choice, else the setting, else the first model found, else the Guide; always one that everyone may use.</summary>
    public ModelChoice Default => Chosen is { } chosen && IsDefault(chosen) ? chosen
        : IsDefault(preferred) ? preferred
        : Offered(endpoints.Where(endpoint => endpoint.Reachable == true)).First(IsForEveryone);

    /// <summary>The default that an admin chose; null leaves it to the settings.</summary>
    public ModelChoice? Chosen => ModelChoice.TryParse(switches?.Now.DefaultModel, out var choice) ? choice : null;

    /// <summary>Everything the picker offers now.</summary>
    public IReadOnlyList<ModelChoice> Choices => [.. Offered(endpoints)];

    /// <summary>What the picker offers to this person now.</summary>
    public IReadOnlyList<ModelChoice> ChoicesFor(ModelUser person) => [.. Offered(endpoints).Where(choice => MayUse(choice, person))];

    /// <summary>Whether admins left it open to this person.</summary>
    public bool MayUse(ModelChoice choice, ModelUser person) => IsForEveryone(choice) || AudienceOf(choice) switch
    {
        ModelAudience.Admins => person.IsAdmin,
        ModelAudience.Named => switches?.IsNamed(choice.Endpoint, choice.Model, person.Id) is true,
        _ => false,
    };

    /// <summary>The Guide always is: something must answer.</summary>
    public bool IsForEveryone(ModelChoice choice) => choice.Endpoint == ModelServers.Guide || AudienceOf(choice) is ModelAudience.Everyone;

    public ModelAudience AudienceOf(ModelChoice choice) => SettingOf(choice)?.Audience ?? ModelAudience.Everyone;

    /// <summary>What admins decided about it; null when nothing.</summary>
    public ModelSetting? SettingOf(ModelChoice choice) => switches?.SettingOf(choice.Endpoint, choice.Model);

    /// <summary>Whether a model other than the Guide can answer now.</summary>
    public bool HasModel => endpoints.Any(endpoint => endpoint is { Name: not ModelServers.Guide, Reachable: true, Models.Count: > 0 });

    /// <summary>Raised on any thread when endpoints, models or reachability changed.</summary>
    public event Action? Changed;

    public ModelEndpoint? Find(string endpoint) => endpoints.FirstOrDefault(known => known.Name == endpoint);

    /// <summary>Whether a message may be sent to it now (a known model of a served endpoint, reachable or not). A configured server that never answered is given the benefit of the doubt.</summary>
    public bool Offers([NotNullWhen(true)] ModelChoice? choice) =>
        choice is not null && ModelList.IsName(choice.Model) && Find(choice.Endpoint) is { } endpoint
        && (endpoint.Models.Contains(choice.Model, NameComparison.Comparer) || endpoint is { Models.Count: 0, Reachable: not true, IsAbsent: false });

    /// <summary>The same model spelled as its server spells it, which may tell capitals apart.</summary>
    public ModelChoice AsListed(ModelChoice choice) =>
        Find(choice.Endpoint)?.Models.FirstOrDefault(model => NameComparison.Comparer.Equals(model, choice.Model)) is { } listed
            ? choice with { Model = listed }
            : choice;

    /// <summary>Until every server was looked at once, or long enough to say what is there.</summary>
    public async Task WaitForFirstLookAsync(CancellationToken ct)
    {
        try
        {
            await firstLook.Task.WaitAsync(LongestFirstLook, time, ct);
        }
        catch (TimeoutException)
        {
        }
    }

    internal void Saw(ModelEndpoint seen)
    {
        bool changed;
        lock (gate)
        {
            var before = Find(seen.Name)!;
            changed = !seen.LooksLike(before);
            endpoints = [.. endpoints.Select(endpoint => endpoint.Name == seen.Name ? seen : endpoint)];
            if (before.Reachable is null && --unseen == 0)
                firstLook.TrySetResult();
        }
        if (changed)
            Changed?.Invoke();
    }

    private bool IsDefault([NotNullWhen(true)] ModelChoice? choice) => Offers(choice) && IsForEveryone(choice);

    private static IEnumerable<ModelChoice> Offered(IEnumerable<ModelEndpoint> endpoints) =>
        endpoints.SelectMany(endpoint => endpoint.Models.Select(model => new ModelChoice(endpoint.Name, model)));
}
