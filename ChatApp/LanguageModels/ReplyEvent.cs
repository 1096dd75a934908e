using System.Text.Json;

namespace ChatApp.LanguageModels;

/// <summary>What one event of a reply's stream says, with everything nobody asked for (tool calls, log probabilities) left out.</summary>
/// <param name="Text">May hold half a surrogate pair.</param>
/// <param name="Thought">What the model thinks aloud. May hold half a surrogate pair.</param>
/// <param name="Finish">In the API's words, reduced to those the library knows.</param>
internal readonly record struct ReplyEvent(string Text, string? Finish = null, int? PromptTokens = null, int? CompletionTokens = null, bool IsError = false, bool IsDone = false, string Thought = "")
{
    public const int MostTokens = 100_000_000;

    /// <summary>Throws <see cref="JsonException"/> for what is no JSON object.</summary>
    public static ReplyEvent Read(ReadOnlySpan<byte> data)
    {
        if (data.Trim(" \r\n"u8).SequenceEqual("[DONE]"u8))
            return new("", IsDone: true);
        var reader = new Utf8JsonReader(data);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        if (root.ValueKind is not JsonValueKind.Object)
            throw new JsonException();
        if (root.TryGetProperty("error", out var error) && error.ValueKind is not (JsonValueKind.Null or JsonValueKind.False))
            return new("", IsError: true);

        var choice = Choice(root);
        var finish = Known(Member(choice, "finish_reason"));
        var usage = Member(root, "usage");
        var delta = Member(choice, "delta");
        var content = Member(delta, "content");
        return new(
            Words(content), finish, Tokens(Member(usage, "prompt_tokens")), Tokens(Member(usage, "completion_tokens")), IsError: finish == "error",
            Thought: Words(Member(delta, "reasoning_content")) is { Length: > 0 } thought ? thought : Words(Member(delta, "reasoning")) + Thoughts(content));
    }

    private static JsonElement Choice(JsonElement root) =>
        Member(root, "choices") is { ValueKind: JsonValueKind.Array } choices && choices.GetArrayLength() > 0 ? choices[0] : default;

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    // Some servers send the parts of a message instead of its text; thinking is a part of another type.
    private static string Thoughts(JsonElement content) =>
        content.ValueKind is JsonValueKind.Array ? string.Concat(content.EnumerateArray().Select(part => Words(Member(part, "thinking")))) : "";

    private static string Words(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => LooseJson.String(content),
        JsonValueKind.Array => string.Concat(content.EnumerateArray().Select(part => Words(Member(part, "text")))),
        _ => "",
    };

    private static string? Known(JsonElement reason) => reason.ValueKind is not JsonValueKind.String ? null : LooseJson.String(reason) switch
    {
        "" => null,
        "length" or "max_tokens" => "length",
        "content_filter" => "content_filter",
        "error" or "abort" => "error",
        _ => "stop",
    };

    private static int? Tokens(JsonElement count) =>
        count.ValueKind is JsonValueKind.Number && count.TryGetInt32(out var tokens) && tokens is >= 0 and <= MostTokens ? tokens : null;
}
