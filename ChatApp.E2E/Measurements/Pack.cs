using System.Buffers.Binary;
using System.Text;

namespace ChatApp.E2E.Measurements;

/// <summary>As much of MessagePack as the messages of a circuit are made of.</summary>
internal static class Pack
{
    public static void Write(List<byte> to, object? value)
    {
        switch (value)
        {
            case null:
                to.Add(0xc0);
                break;
            case bool truth:
                to.Add(truth ? (byte)0xc3 : (byte)0xc2);
                break;
            case int or long:
                to.Add(0xd3);
                WriteNumber(to, Convert.ToInt64(value, null), 8);
                break;
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text);
                to.Add(0xdb);
                WriteNumber(to, bytes.Length, 4);
                to.AddRange(bytes);
                break;
            case object?[] items:
                to.Add(0xdd);
                WriteNumber(to, items.Length, 4);
                foreach (var item in items)
                    Write(to, item);
                break;
            case IReadOnlyDictionary<string, string> { Count: 0 }:
                to.Add(0x80);
                break;
            default:
                throw new NotSupportedException($"No way to write {value.GetType()}.");
        }
    }

    /// <summary>Reads one value: null, bool, long, string, bytes (as a slice), an array, or a map as an array of keys and values.</summary>
    public static object? Read(ref ReadOnlyMemory<byte> from)
    {
        var head = (byte)Number(ref from, 1);
        return head switch
        {
            < 0x80 => (long)head,
            < 0x90 => Items(ref from, (head & 0xf) * 2),
            < 0xa0 => Items(ref from, head & 0xf),
            < 0xc0 => Text(ref from, head & 0x1f),
            0xc0 => null,
            0xc2 => false,
            0xc3 => true,
            >= 0xc4 and <= 0xc6 => Take(ref from, (int)Number(ref from, 1 << (head - 0xc4))),
            >= 0xcc and <= 0xcf => (long)Number(ref from, 1 << (head - 0xcc)),
            >= 0xd0 and <= 0xd3 => Signed(Number(ref from, 1 << (head - 0xd0)), 1 << (head - 0xd0)),
            >= 0xd9 and <= 0xdb => Text(ref from, (int)Number(ref from, 1 << (head - 0xd9))),
            0xdc or 0xdd => Items(ref from, (int)Number(ref from, head == 0xdc ? 2 : 4)),
            0xde or 0xdf => Items(ref from, (int)Number(ref from, head == 0xde ? 2 : 4) * 2),
            >= 0xe0 => (long)(sbyte)head,
            _ => throw new NotSupportedException($"No way to read {head:x2}."),
        };
    }

    private static object?[] Items(ref ReadOnlyMemory<byte> from, int count)
    {
        var items = new object?[count];
        for (var i = 0; i < count; i++)
            items[i] = Read(ref from);
        return items;
    }

    private static string Text(ref ReadOnlyMemory<byte> from, int length) => Encoding.UTF8.GetString(Take(ref from, length).Span);

    private static ulong Number(ref ReadOnlyMemory<byte> from, int width)
    {
        var number = 0UL;
        foreach (var b in Take(ref from, width).Span)
            number = (number << 8) | b;
        return number;
    }

    private static long Signed(ulong number, int width) => (long)(number << (64 - width * 8)) >> (64 - width * 8);

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> from, int length)
    {
        var taken = from[..length];
        from = from[length..];
        return taken;
    }

    private static void WriteNumber(List<byte> to, long number, int width)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        to.AddRange(bytes[(8 - width)..]);
    }
}
