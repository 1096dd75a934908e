using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ChatApp.E2E.Infrastructure.ModelServer;

/// <summary>One part of a message as it arrived: its type (<c>text</c>, or that of a picture), its bytes counted and hashed.</summary>
internal sealed record FakePart(string Type, int Size, string Hash)
{
    public static IReadOnlyList<FakePart> Of(JsonNode? content) => content switch
    {
        JsonArray parts => [.. parts.Select(part => Picture(part?["image_url"]?["url"]?.GetValue<string>()) ?? Text(part?["text"]?.GetValue<string>()))],
        JsonValue value => [Text(value.GetValue<string>())],
        _ => [],
    };

    /// <summary>How the answer to <c>kind=parts</c> names it.</summary>
    public override string ToString() => $"{Type} {Size} {Hash}";

    private static FakePart Text(string? text) => Counted("text", Encoding.UTF8.GetBytes(text ?? ""));

    // As OpenAI takes them: data:image/png;base64,…
    private static FakePart? Picture(string? address) =>
        address?.Split([':', ';', ','], 4) is ["data", var type, "base64", var bytes] ? Counted(type, Convert.FromBase64String(bytes))
        : address is null ? null : new("elsewhere", address.Length, "");

    private static FakePart Counted(string type, byte[] bytes) => new(type, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
}
