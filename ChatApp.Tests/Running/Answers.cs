using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ChatApp.Tests.Running;

internal static partial class Answers
{
    /// <summary>The <c>type</c> of a problem document; fails when the answer is none.</summary>
    public static async Task<string?> ProblemTypeAsync(this HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString();
    }

    /// <summary>Posts a form of a static page as a browser without script would, hidden fields included.</summary>
    /// <param name="form">Its handler's name, or the address it posts to.</param>
    public static async Task<HttpResponseMessage> SubmitAsync(this HttpClient client, string page, string form, Dictionary<string, string> fields)
    {
        var html = await client.GetStringAsync(page);
        var body = Forms().Matches(html).Select(match => match.Value).Single(text => text.Contains($"value=\"{form}\"") || text.Contains($"action=\"{form}\""));
        var values = Hidden().Matches(body).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);
        foreach (var (name, value) in fields)
            values[name] = value;
        return await client.PostAsync(form.StartsWith('/') ? form : page, new FormUrlEncodedContent(values));
    }

    /// <summary>Where the answer leads, without the host.</summary>
    public static string? Leads(this HttpResponseMessage answer) =>
        answer.Headers.Location is { IsAbsoluteUri: true } address ? address.PathAndQuery : answer.Headers.Location?.OriginalString;

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"")]
    private static partial Regex Hidden();
}
