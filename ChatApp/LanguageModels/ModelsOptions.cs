namespace ChatApp.LanguageModels;

/// <summary>The model servers as the settings name them: raw words, so that <see cref="ModelsOptionsCheck"/> can answer each bad one with a sentence.</summary>
internal sealed class ModelsOptions
{
    public const string Section = "Models";

    public IReadOnlyList<EndpointOptions> Endpoints { get; private set; } = [];

    /// <summary>Such as <c>endpoint/model</c>; null takes the first model found.</summary>
    public string? Default { get; private set; }

    /// <summary>Bytes that are read of one reply; what sends more ends as TooLong.</summary>
    public string MaxReplyBytes { get; private set; } = "67108864";

    public void Read(IConfiguration section)
    {
        MaxReplyBytes = section[nameof(MaxReplyBytes)] ?? MaxReplyBytes;
        Default = section[nameof(Default)];
        Endpoints = [.. section.GetSection(nameof(Endpoints)).GetChildren().Select(EndpointOptions.Read)];
    }
}

/// <summary>One entry of <c>Models:Endpoints</c>. No record: its text would show the key.</summary>
internal sealed class EndpointOptions
{
    /// <summary>Where it stands in the settings, such as <c>Models:Endpoints:0</c>.</summary>
    public required string Path { get; init; }
    public string Name { get; init; } = "";
    public string Url { get; init; } = "";
    public string? ApiKey { get; init; }
    public string Slots { get; init; } = "4";
    public string ContextTokens { get; init; } = "32000";
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary><c>true</c>, <c>false</c>, or the names of those models that see pictures; empty when nobody says.</summary>
    public IReadOnlyList<string> Vision { get; init; } = [];

    /// <summary>The longer side of pictures it is sent, in pixels; null as <c>Files:PictureSide</c> says.</summary>
    public string? PictureSide { get; init; }

    public static EndpointOptions Read(IConfigurationSection section) => new()
    {
        Path = section.Path,
        Name = section[nameof(Name)] ?? "",
        Url = section[nameof(Url)] ?? "",
        ApiKey = section[nameof(ApiKey)] is { Length: > 0 } key ? key : null,
        Slots = section[nameof(Slots)] ?? "4",
        ContextTokens = section[nameof(ContextTokens)] ?? "32000",
        Models = ReadModels(section.GetSection(nameof(Models))),
        Vision = ReadModels(section.GetSection(nameof(Vision))),
        PictureSide = section[nameof(PictureSide)],
    };

    // An environment variable may name several in one line.
    private static string[] ReadModels(IConfigurationSection section) => section.Value is { Length: > 0 } line
        ? line.Split(',', StringSplitOptions.TrimEntries)
        : [.. section.GetChildren().Select(model => model.Value ?? "")];
}
