using System.Globalization;
using Microsoft.Extensions.Options;

namespace ChatApp.LanguageModels;

/// <summary>The servers that may be called: those of the settings in their order, then the Ollama that may run on this machine. Nothing else ever is.</summary>
internal sealed class ModelServers
{
    public const string Guide = "guide";
    public const string Ollama = "ollama";

    private readonly ModelServer[] servers;

    public ModelServers(IOptions<ModelsOptions> options) : this(options.Value, new("http://localhost:11434/v1"))
    {
    }

    internal ModelServers(ModelsOptions options, Uri ollama)
    {
        MostReplyBytes = Number(options.MaxReplyBytes);
        servers =
        [
            .. options.Endpoints.Select(endpoint => new ModelServer(
                endpoint.Name, new(endpoint.Url.TrimEnd('/')), endpoint.ApiKey, Number(endpoint.Slots), Number(endpoint.ContextTokens), endpoint.Models, endpoint.Vision,
                endpoint.PictureSide is { } side ? Number(side) : null)),
            new ModelServer(Ollama, ollama, apiKey: null, slots: 4, contextTokens: 32_000, fixedModels: [], vision: []),
        ];
    }

    /// <summary>What is read of one reply at most, its framing and thoughts included.</summary>
    public long MostReplyBytes { get; }

    public IReadOnlyList<ModelServer> All => servers;

    public ModelServer? Find(string name) => servers.FirstOrDefault(server => server.Name == name);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
