using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ChatApp.E2E.Measurements;

/// <summary>What a page's HTML hands to the circuit: the components to draw and the state to draw them from.</summary>
internal sealed partial record PrerenderedPage(Uri Address, string Operations, string State)
{
    public static async Task<PrerenderedPage> ReadAsync(Person person, string path, CancellationToken ct)
    {
        var address = new Uri(person.Address, path);
        var html = await person.Http.GetStringAsync(address, ct);
        var markers = Marker().Matches(html).Select(match => JsonNode.Parse(match.Groups[1].Value)!).Where(marker => marker["descriptor"] is not null).ToList();
        if (markers.Count == 0)
            throw new InvalidOperationException($"There is nothing interactive on {address}.");
        var operations = new JsonArray([.. markers.Select((marker, i) => new JsonObject { ["type"] = "add", ["ssrComponentId"] = i + 1, ["marker"] = marker })]);
        return new(address, new JsonObject { ["batchId"] = 1, ["operations"] = operations }.ToJsonString(), Kept().Match(html).Groups[1].Value);
    }

    [GeneratedRegex("<!--Blazor:({.*?})-->")]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->")]
    private static partial Regex Kept();
}
