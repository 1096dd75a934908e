using System.Buffers;

namespace ChatApp.E2E.Measurements;

/// <summary>Frames of the hub protocol “blazorpack”: the length as a varint, then one MessagePack array.</summary>
internal static class HubMessages
{
    public const long Invocation = 1;
    public const long Completion = 3;
    public const long Close = 7;

    public static readonly byte[] Handshake = [.. """{"protocol":"blazorpack","version":1}"""u8, 0x1e];

    public static readonly byte[] Ping = [2, 0x91, 6];

    private static readonly Dictionary<string, string> NoHeaders = [];

    /// <param name="id">Given where an answer is wanted.</param>
    public static byte[] Call(string? id, string target, params object?[] arguments)
    {
        var body = new List<byte>();
        Pack.Write(body, new object?[] { Invocation, NoHeaders, id, target, arguments });
        var frame = new List<byte>();
        var length = body.Count;
        for (; length > 0x7f; length >>= 7)
            frame.Add((byte)(length | 0x80));
        frame.Add((byte)length);
        return [.. frame, .. body];
    }

    /// <summary>Takes the first whole message from the buffer; null when the rest of it has not come yet.</summary>
    public static object?[]? Next(ref ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        long length = 0;
        var shift = 0;
        do
        {
            if (!reader.TryRead(out var part))
                return null;
            length |= (long)(part & 0x7f) << shift;
            shift += 7;
            if (part < 0x80)
                break;
        }
        while (true);
        if (reader.Remaining < length)
            return null;
        var frame = buffer.Slice(reader.Position, length);
        ReadOnlyMemory<byte> bytes = frame.IsSingleSegment ? frame.First : frame.ToArray();
        buffer = buffer.Slice(frame.End);
        return (object?[]?)Pack.Read(ref bytes);
    }
}
