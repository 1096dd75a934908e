using ChatApp.LanguageModels;
using ChatApp.LanguageModels.Guide;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ChatApp.Tests.LanguageModels;

/// <summary>The part under test, put together from settings as the app does it.</summary>
internal sealed class Models : IDisposable
{
    public static readonly Uri Nowhere = new("http://127.0.0.1:1/v1");
    private readonly ModelConnection connection = new();

    public Models(Dictionary<string, string?> settings, Uri? ollama = null, TimeProvider? time = null)
    {
        var options = Options.Create(Read(settings));
        Time = time ?? TimeProvider.System;
        Servers = new(options.Value, ollama ?? Nowhere);
        Catalog = new(Servers, options, Time);
        List = new(connection, Time);
        Calls = new(Servers, connection, new GuideClient(new(), Catalog, Time), Time);
    }

    public TimeProvider Time { get; }
    public ModelServers Servers { get; }
    public ModelCatalog Catalog { get; }
    public ModelList List { get; }
    public ModelCalls Calls { get; }

    public static Models Of(Uri url, string? key = null) => new(Settings(url, key));

    public static Dictionary<string, string?> Settings(Uri url, string? key = null) => new()
    {
        ["Models:Endpoints:0:Name"] = "lab",
        ["Models:Endpoints:0:Url"] = url.ToString(),
        ["Models:Endpoints:0:ApiKey"] = key,
    };

    public static ModelsOptions Read(Dictionary<string, string?> settings)
    {
        var options = new ModelsOptions();
        options.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection(ModelsOptions.Section));
        return options;
    }

    public async Task LookAsync(CancellationToken ct)
    {
        foreach (var server in Servers.All)
            Catalog.Saw(await List.LookAsync(server, Catalog.Find(server.Name)!, ct));
    }

    public async Task<List<ModelChunk>> AskAsync(string question, CancellationToken ct, string model = "lab/alpha")
    {
        Assert.True(ModelChoice.TryParse(model, out var choice));
        var chunks = new List<ModelChunk>();
        await foreach (var chunk in Calls.StreamAsync(choice, [new(ChatRole.User, question)], ct))
            chunks.Add(chunk);
        return chunks;
    }

    public void Dispose() => connection.Dispose();
}
