namespace ChatApp.LanguageModels;

/// <summary>A model server as it was last seen. Immutable; <see cref="ModelCatalog"/> replaces it.</summary>
/// <param name="Slots">Parallel replies from the settings, 1–32.</param>
/// <param name="ContextTokens">How much a prompt with its reply may hold.</param>
/// <param name="Models">What it offers, in its own order; empty until it was reached.</param>
/// <param name="Reachable">Whether the last look at it succeeded; null before the first.</param>
/// <param name="LastError">A sentence without addresses or keys; null while reachable.</param>
public sealed record ModelEndpoint(string Name, int Slots, int ContextTokens, IReadOnlyList<string> Models, bool? Reachable, string? LastError)
{
    /// <summary>How long it took to list its models; null while it does not answer. Changes of it are no news.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>The Ollama that nobody started: served, but nothing to show.</summary>
    public bool IsAbsent => Name == ModelServers.Ollama && Models.Count == 0;

    internal bool LooksLike(ModelEndpoint other) =>
        Reachable == other.Reachable && LastError == other.LastError && Models.SequenceEqual(other.Models);
}
