using Microsoft.Extensions.AI;

namespace ChatApp.LanguageModels;

/// <summary>What the built-in Guide is told about a message beyond what models read: its own words, and a line on each file.</summary>
internal sealed record ReceivedFiles(string Words, IReadOnlyList<string> Lines)
{
    private const string Key = "chatapp.files";

    public ChatMessage On(ChatMessage message)
    {
        message.AdditionalProperties = new() { [Key] = this };
        return message;
    }

    public static ReceivedFiles? Of(ChatMessage? message) => message?.AdditionalProperties?.TryGetValue(Key, out ReceivedFiles? files) == true ? files : null;
}
