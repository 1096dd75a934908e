using System.Buffers.Binary;
using System.Text.Json;

namespace ChatApp.Files.Reader;

/// <summary>How the reader's process tells what it found: pieces, each with a letter, its length and its bytes; the answer itself is the last.</summary>
internal static class ReaderOutput
{
    private const byte Answer = (byte)'a';

    public static void Write(Stream output, ReaderAnswer answer)
    {
        foreach (var (part, bytes) in answer.Parts)
            WritePiece(output, (byte)part, bytes);
        WritePiece(output, Answer, JsonSerializer.SerializeToUtf8Bytes(new Facts(answer.Problem, answer.Width, answer.Height, answer.Pages)));
        output.Flush();
    }

    /// <returns>Null when it ended before it had said everything.</returns>
    /// <exception cref="InvalidDataException">It says too much, or nonsense.</exception>
    public static async Task<ReaderAnswer?> ReadAsync(Stream input, int most, CancellationToken ct)
    {
        var parts = new Dictionary<FilePart, byte[]>();
        var head = new byte[5];
        while (await input.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct) == head.Length)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(1));
            if (length < 0 || (most -= length) < 0)
                throw new InvalidDataException("The reader says too much.");
            var bytes = new byte[length];
            await input.ReadExactlyAsync(bytes, ct);
            if (head[0] != Answer)
            {
                parts[(FilePart)head[0]] = bytes;
                continue;
            }
            try
            {
                return JsonSerializer.Deserialize<Facts>(bytes) is { } facts ? new(facts.Problem, facts.Width, facts.Height, facts.Pages) { Parts = parts } : null;
            }
            catch (JsonException e)
            {
                throw new InvalidDataException("The reader says nonsense.", e);
            }
        }
        return null;
    }

    private static void WritePiece(Stream output, byte letter, byte[] bytes)
    {
        Span<byte> head = stackalloc byte[5];
        head[0] = letter;
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], bytes.Length);
        output.Write(head);
        output.Write(bytes);
    }

    private sealed record Facts(string? Problem, int? Width, int? Height, int? Pages);
}
