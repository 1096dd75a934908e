using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ChatApp.LanguageModels;

/// <summary>Writes the events of one reply in the shape that the OpenAI library reads without surprises.</summary>
internal sealed class ReplyEventWriter
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Thoughts thoughts = new();
    private readonly SurrogateRepair safe = new();
    private readonly SurrogateRepair safeThoughts = new();
    private readonly StringBuilder thought = new();

    /// <summary>What the events so far thought aloud and nobody has taken yet.</summary>
    public string TakeThought()
    {
        if (thought.Length == 0)
            return "";
        var taken = thought.ToString();
        thought.Clear();
        return taken;
    }

    /// <returns>Valid until the next call.</returns>
    public ReadOnlyMemory<byte> Write(ReplyEvent said)
    {
        buffer.ResetWrittenCount();
        buffer.Write("data: "u8);
        if (said.IsDone)
            buffer.Write("[DONE]"u8);
        else
            WriteJson(said);
        buffer.Write("\n\n"u8);
        return buffer.WrittenMemory;
    }

    private void WriteJson(ReplyEvent said)
    {
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartObject();
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("delta");
        json.WriteString("content", Clean(said));
        json.WriteEndObject();
        json.WriteString("finish_reason", said.Finish);
        json.WriteEndObject();
        json.WriteEndArray();
        if (said is not { PromptTokens: null, CompletionTokens: null })
        {
            json.WriteStartObject("usage");
            json.WriteNumber("prompt_tokens", said.PromptTokens ?? 0);
            json.WriteNumber("completion_tokens", said.CompletionTokens ?? 0);
            json.WriteNumber("total_tokens", 0);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private string Clean(ReplyEvent said)
    {
        var (text, thinking) = thoughts.Take(said.Text);
        thought.Append(safeThoughts.Take(said.Thought + thinking));
        if (said.Finish is null)
            return safe.Take(text);
        var (restOfText, restOfThinking) = thoughts.Rest();
        thought.Append(safeThoughts.Take(restOfThinking)).Append(safeThoughts.Rest());
        return safe.Take(text + restOfText) + safe.Rest();
    }
}
