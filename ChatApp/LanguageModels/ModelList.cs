using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using ChatApp.Data;

namespace ChatApp.LanguageModels;

/// <summary>Asks a server what it offers (<c>GET /models</c>).</summary>
internal sealed class ModelList(ModelConnection connection, TimeProvider time)
{
    public const int NameLength = 200;
    private const int MostModels = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly string[] CannotChat = ["embed", "bge-", "minilm", "rerank", "whisper", "transcribe", "tts", "moderation", "dall-e"];

    /// <summary>Characters nobody sees are refused too: some turn the words around them.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= NameLength && !name.Any(IsHidden);

    /// <summary>The endpoint as it is now; throws only <see cref="OperationCanceledException"/> for <paramref name="ct"/>.</summary>
    /// <param name="before">What is kept of it while it does not answer.</param>
    public async Task<ModelEndpoint> LookAsync(ModelServer server, ModelEndpoint before, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        var started = time.GetTimestamp();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.Url}/models");
            if (server.ApiKey is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.ApiKey);
            using var response = await connection.Short.SendAsync(request, either.Token);
            var status = (int)response.StatusCode;
            if (server.FixedModels.Count > 0 && status is 200 or 404 or 405 or 501)
                return Reached(before, server.FixedModels, started);
            return status == 200
                ? Reached(before, Names(await response.Content.ReadAsByteArrayAsync(either.Token)), started)
                : Missed(before, Sentence(status));
        }
        catch (HttpRequestException e)
        {
            // An Ollama that was ended is no longer offered; one that only stumbled keeps its models.
            return Missed(server.IsQuiet && e.HttpRequestError is HttpRequestError.ConnectionError ? before with { Models = [] } : before, Sentence(e.HttpRequestError));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Missed(before, "The model server did not answer in time.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return Missed(before, "The model server answered, but not with a list of models.");
        }
    }

    private static bool IsHidden(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private ModelEndpoint Reached(ModelEndpoint before, IReadOnlyList<string> models, long started) =>
        before with { Models = models, Reachable = true, LastError = null, Latency = time.GetElapsedTime(started) };

    private static ModelEndpoint Missed(ModelEndpoint before, string sentence) =>
        before with { Reachable = false, LastError = sentence, Latency = null };

    private static string[] Names(byte[] body)
    {
        using var list = JsonDocument.Parse(body);
        return
        [
            .. list.RootElement.GetProperty("data").EnumerateArray()
                .Select(model => model.GetProperty("id").GetString() ?? "")
                .Where(name => IsName(name) && !CannotChat.Any(sign => name.Contains(sign, StringComparison.OrdinalIgnoreCase)))
                .Distinct(NameComparison.Comparer).Take(MostModels),
        ];
    }

    private static string Sentence(int status) => status switch
    {
        401 or 403 => "The model server does not accept the key.",
        404 or 405 or 501 => "The model server does not list its models: name them in its Models setting.",
        >= 300 and < 400 => "The model server redirects, which ChatApp does not follow.",
        _ => $"The model server answered with status {status}.",
    };

    private static string Sentence(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "The model server's host name is unknown.",
        HttpRequestError.ConnectionError => "The model server does not accept connections.",
        HttpRequestError.SecureConnectionError => "No secure connection to the model server.",
        _ => "The connection to the model server broke.",
    };
}
