using System.Globalization;
using System.Text.RegularExpressions;
using ChatApp.Data;
using Microsoft.Extensions.Options;

namespace ChatApp.LanguageModels;

/// <summary>Every sentence names the key and what is allowed, and repeats no value: one of them could be a secret in the wrong place.</summary>
internal sealed partial class ModelsOptionsCheck : IValidateOptions<ModelsOptions>
{
    public const int FewestContextTokens = 1_000;
    public const int MostContextTokens = 10_000_000;
    public const int MostSlots = 32;
    public const int FewestReplyBytes = 65_536;
    public const int ShortestPictureSide = 256;
    public const int LongestPictureSide = 8_192;

    public ValidateOptionsResult Validate(string? name, ModelsOptions options)
    {
        var errors = options.Endpoints.SelectMany((endpoint, index) => Errors(endpoint, options.Endpoints.Take(index)));
        if (options.Default is not null && !IsServed(options))
            errors = errors.Append("Models:Default is endpoint/model with the name of an endpoint in Models:Endpoints, ollama or guide before the slash.");
        if (!IsBetween(options.MaxReplyBytes, FewestReplyBytes, int.MaxValue))
            errors = errors.Append($"Models:MaxReplyBytes is a whole number from {FewestReplyBytes} to {int.MaxValue}.");
        var found = errors.ToList();
        return found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    private static IEnumerable<string> Errors(EndpointOptions endpoint, IEnumerable<EndpointOptions> before)
    {
        if (!Name().IsMatch(endpoint.Name))
            yield return $"{endpoint.Path}:Name has 1 to 40 characters, each one of a–z, 0–9 or “-”.";
        else if (endpoint.Name is ModelServers.Ollama or ModelServers.Guide)
            yield return $"{endpoint.Path}:Name cannot be guide or ollama: both are reserved and always served.";
        else if (before.Any(other => other.Name == endpoint.Name))
            yield return $"{endpoint.Path}:Name is used by an earlier endpoint: each has its own.";
        if (!IsBaseAddress(endpoint.Url))
            yield return $"{endpoint.Path}:Url is an absolute http or https address ending in /v1, without user, query or fragment, such as http://localhost:8000/v1.";
        if (endpoint.ApiKey?.All(c => c is > ' ' and <= '~') == false)
            yield return $"{endpoint.Path}:ApiKey has only printable ASCII characters and no spaces.";
        if (!IsBetween(endpoint.Slots, 1, MostSlots))
            yield return $"{endpoint.Path}:Slots is a whole number from 1 to {MostSlots}.";
        if (!IsBetween(endpoint.ContextTokens, FewestContextTokens, MostContextTokens))
            yield return $"{endpoint.Path}:ContextTokens is a whole number from {FewestContextTokens} to {MostContextTokens}.";
        if (!endpoint.Models.All(ModelList.IsName) || endpoint.Models.Distinct(NameComparison.Comparer).Count() != endpoint.Models.Count)
            yield return $"{endpoint.Path}:Models is a list of different names, each of 1 to {ModelList.NameLength} characters without control characters.";
        if (!endpoint.Vision.All(ModelList.IsName))
            yield return $"{endpoint.Path}:Vision is true, false, or a list of the models that see pictures.";
        if (endpoint.PictureSide is { } side && !IsBetween(side, ShortestPictureSide, LongestPictureSide))
            yield return $"{endpoint.Path}:PictureSide is a whole number from {ShortestPictureSide} to {LongestPictureSide}.";
    }

    private static bool IsServed(ModelsOptions options) => ModelChoice.TryParse(options.Default, out var choice)
        && (choice.Endpoint is ModelServers.Ollama or ModelServers.Guide || options.Endpoints.Any(endpoint => endpoint.Name == choice.Endpoint));

    private static bool IsBaseAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url.AbsolutePath.TrimEnd('/').EndsWith("/v1", StringComparison.Ordinal)
        && (url.UserInfo, url.Query, url.Fragment) == ("", "", "");

    private static bool IsBetween(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most;

    [GeneratedRegex(@"^[a-z0-9-]{1,40}\z")]
    private static partial Regex Name();
}
