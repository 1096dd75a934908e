using System.Text;
using System.Text.RegularExpressions;

namespace ChatApp.LanguageModels;

/// <summary>Reads from the head of an answer why it is no reply. The server's own words are looked at, never handed on: they may repeat a prompt or a key.</summary>
internal static partial class ModelRefusals
{
    private const int MostBytes = 64 << 10;
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <returns>Null when a stream follows.</returns>
    public static async Task<ModelFailure?> ReadAsync(HttpResponseMessage response, DateTimeOffset now, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        if (status is >= 200 and < 300)
        {
            return response.Content.Headers.ContentType?.MediaType is null or "text/event-stream"
                ? null
                : new(ModelFailureKind.Unreachable, "The model server answered with something that is no stream.");
        }
        var tooLong = status is 413 || (status is >= 400 and < 500 or 500 && TooLong().IsMatch(await BodyAsync(response, ct)));
        var kind = status switch
        {
            429 or 503 or 529 => ModelFailureKind.Busy,
            _ when tooLong => ModelFailureKind.TooLong,
            408 or >= 500 => ModelFailureKind.Unreachable,
            _ => ModelFailureKind.Refused,
        };
        return new(kind, $"The model server answered with status {status}.", kind is ModelFailureKind.Busy ? RetryAfter(response, now) : null);
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now)
    {
        var asked = response.Headers.RetryAfter;
        var wait = asked?.Delta ?? asked?.Date - now;
        return wait >= TimeSpan.Zero && wait <= LongestWait ? wait : null;
    }

    private static async Task<string> BodyAsync(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(ct);
            var buffer = new byte[MostBytes];
            return Encoding.UTF8.GetString(buffer, 0, await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct));
        }
        catch (IOException)
        {
            return "";
        }
    }

    [GeneratedRegex(@"context_length_exceeded|exceed_context_size|context (length|window|size)|maximum context|prompt is too long|too many (input )?tokens|input is too long", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TooLong();
}
