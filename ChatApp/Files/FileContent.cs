using System.Buffers;
using System.Security.Cryptography;

namespace ChatApp.Files;

/// <summary>What the bytes of a file say about themselves, learned while they pass by.</summary>
internal sealed class FileContent : IDisposable
{
    /// <summary>From here on the first bytes tell the type.</summary>
    public const int HeadLength = 32;

    // Line ends, tabs, page feeds and the colours of logs; what else lies below the space is no text.
    private static readonly SearchValues<byte> NoText = SearchValues.Create([.. Enumerable.Range(0, 32).Except([7, 8, 9, 10, 12, 13, 27]).Select(value => (byte)value)]);
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] head = new byte[HeadLength];
    private bool readsAsText = true;

    public long Length { get; private set; }
    public ReadOnlySpan<byte> Head => head.AsSpan(0, (int)Math.Min(Length, HeadLength));

    public void Take(ReadOnlySpan<byte> bytes)
    {
        if (Length < HeadLength)
            bytes[..Math.Min(bytes.Length, HeadLength - (int)Length)].CopyTo(head.AsSpan((int)Length));
        Length += bytes.Length;
        hash.AppendData(bytes);
        readsAsText = readsAsText && (IsWide || !bytes.ContainsAny(NoText));
    }

    public string Hash() => Convert.ToHexStringLower(hash.GetCurrentHash());

    /// <summary>The types that these bytes can be; none when nobody here reads them.</summary>
    public IReadOnlyList<FileType> Types() => Head switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => [FileType.Png],
        [0xFF, 0xD8, 0xFF, ..] => [FileType.Jpeg],
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => [FileType.WebP],
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => [FileType.Gif],
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => [FileType.Pdf],
        [(byte)'P', (byte)'K', 3, 4, ..] => [FileType.Word, FileType.Excel],
        _ when readsAsText && !IsSvg => [FileType.Plain, FileType.Markdown, FileType.Csv, FileType.Json],
        _ => [],
    };

    /// <summary>Photos of newer phones: <c>ftyp</c> and a brand of the HEIF family.</summary>
    public bool IsHeic => Head is [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', var a, var b, var c, var d, ..]
        && System.Text.Encoding.ASCII.GetString([a, b, c, d]) is "heic" or "heix" or "hevc" or "hevx" or "heim" or "heis" or "mif1" or "msf1" or "avif" or "avis";

    public bool IsSvg => System.Text.Encoding.ASCII.GetString(Head).TrimStart('?', ' ', '\r', '\n', '\t').StartsWith("<svg", StringComparison.OrdinalIgnoreCase);

    public void Dispose() => hash.Dispose();

    // UTF-16 with its mark: every second byte may be anything.
    private bool IsWide => Head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
}
