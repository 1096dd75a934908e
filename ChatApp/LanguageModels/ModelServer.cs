using ChatApp.Data;

namespace ChatApp.LanguageModels;

/// <summary>A server that speaks the OpenAI API. No record: its text would show the key.</summary>
/// <param name="url">Ends in <c>/v1</c>.</param>
/// <param name="fixedModels">What it offers when it cannot list its models; empty asks it.</param>
/// <param name="vision">Which of its models see pictures, as <see cref="EndpointOptions.Vision"/> says it.</param>
internal sealed class ModelServer(string name, Uri url, string? apiKey, int slots, int contextTokens, IReadOnlyList<string> fixedModels, IReadOnlyList<string> vision, int? pictureSide = null)
{
    public string Name { get; } = name;
    public Uri Url { get; } = url;
    public string? ApiKey { get; } = apiKey;
    public int Slots { get; } = slots;
    public int ContextTokens { get; } = contextTokens;
    public IReadOnlyList<string> FixedModels { get; } = fixedModels;

    /// <summary>The longer side of pictures it is sent, in pixels; null as <c>Files:PictureSide</c> says.</summary>
    public int? PictureSide { get; } = pictureSide;

    /// <returns>Null when the settings do not say.</returns>
    public bool? Sees(string model) => vision switch
    {
        [] => null,
        [var all] when bool.TryParse(all, out var sees) => sees,
        _ => vision.Contains(model, NameComparison.Comparer),
    };

    /// <summary>Nobody configured it, so nobody wants to hear that it is not there.</summary>
    public bool IsQuiet => Name == ModelServers.Ollama;

    public override string ToString() => Name;
}
