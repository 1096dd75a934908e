using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace ChatApp.E2E.Infrastructure;

/// <summary>Files made for a journey: small, real, and different each time they are asked for with something else.</summary>
internal static class SampleFiles
{
    /// <summary>A picture of one colour.</summary>
    public static byte[] Png(int width, int height, byte red, byte green, byte blue)
    {
        var line = new byte[1 + (width * 3)];
        for (var x = 0; x < width; x++)
            (line[(3 * x) + 1], line[(3 * x) + 2], line[(3 * x) + 3]) = (red, green, blue);
        using var pixels = new MemoryStream();
        using (var packed = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
            for (var y = 0; y < height; y++)
                packed.Write(line);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        return [0x89, .. "PNG\r\n\x1a\n"u8, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, pixels.ToArray()), .. Chunk("IEND"u8, [])];
    }

    /// <summary>The beginning of a picture that says it is so large.</summary>
    public static byte[] PngOfSize(int width, int height)
    {
        var png = Png(2, 2, 0, 0, 0);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        return png;
    }

    /// <summary>A Word document of few bytes whose one paragraph unfolds to this many megabytes.</summary>
    public static byte[] DocxBomb(int megabytes)
    {
        const string types = "http://schemas.openxmlformats.org/package/2006/content-types";
        const string relations = "http://schemas.openxmlformats.org/package/2006/relationships";
        const string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
        const string word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("[Content_Types].xml", $"<Types xmlns=\"{types}\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"{word}\"/></Types>", "", 0);
            Add("_rels/.rels", $"<Relationships xmlns=\"{relations}\"><Relationship Id=\"r1\" Type=\"{office}\" Target=\"word/document.xml\"/></Relationships>", "", 0);
            Add("word/document.xml", "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>", "</w:t></w:r></w:p></w:body></w:document>", megabytes);

            void Add(string name, string start, string end, int filling)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(Encoding.ASCII.GetBytes(start));
                var piece = Encoding.ASCII.GetBytes(new string('a', 1 << 20));
                for (var i = 0; i < filling; i++)
                    entry.Write(piece);
                entry.Write(Encoding.ASCII.GetBytes(end));
            }
        }
        return memory.ToArray();
    }

    /// <summary>A document with a line of text on each page.</summary>
    public static byte[] Pdf(params string[] pages)
    {
        var objects = new List<string> { "<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>" };
        var kids = new List<int>();
        foreach (var words in pages)
        {
            var drawing = $"BT /F1 18 Tf 72 720 Td ({words}) Tj ET";
            objects.Add($"<< /Length {drawing.Length} >>\nstream\n{drawing}\nendstream");
            objects.Add($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {objects.Count} 0 R /Resources << /Font << /F1 3 0 R >> >> >>");
            kids.Add(objects.Count);
        }
        objects[1] = $"<< /Type /Pages /Count {pages.Length} /Kids [{string.Join(' ', kids.Select(n => $"{n} 0 R"))}] >>";

        var text = new StringBuilder("%PDF-1.4\n");
        var places = new List<int>();
        foreach (var (body, number) in objects.Select((o, n) => (o, n + 1)))
        {
            places.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{number} 0 obj\n{body}\nendobj\n");
        }
        var table = text.Length;
        text.Append(CultureInfo.InvariantCulture, $"xref\n0 {places.Count + 1}\n0000000000 65535 f \n");
        foreach (var place in places)
            text.Append(CultureInfo.InvariantCulture, $"{place:D10} 00000 n \n");
        text.Append(CultureInfo.InvariantCulture, $"trailer << /Size {places.Count + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    /// <summary>Lines of text, different in every line, of about so many bytes.</summary>
    public static byte[] Text(int bytes)
    {
        var text = new StringBuilder(bytes + 100);
        for (var line = 1; text.Length < bytes; line++)
            text.Append(CultureInfo.InvariantCulture, $"{line},the value of line {line} is {line * 7919 % 1_000_003}\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
    {
        var length = new byte[4];
        var check = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc([.. type, .. data]));
        return [.. length, .. type, .. data, .. check];
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320u);
        }
        return ~crc;
    }
}
