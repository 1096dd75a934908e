using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace ChatApp.Tests.Files;

/// <summary>Files that somebody made to cost their reader more than they are worth.</summary>
internal static class Bombs
{
    /// <summary>A Word document whose text unfolds to this many megabytes of paragraphs.</summary>
    public static byte[] Docx(int megabytes)
    {
        var start = Samples.Docx("x");
        using var memory = new MemoryStream();
        memory.Write(start);
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry("word/document.xml")!.Delete();
            using var entry = zip.CreateEntry("word/document.xml", CompressionLevel.Fastest).Open();
            entry.Write("<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>"u8);
            var piece = Encoding.ASCII.GetBytes($"<w:p><w:r><w:t>{new string('a', 1 << 20)}</w:t></w:r></w:p>");
            for (var i = 0; i < megabytes; i++)
                entry.Write(piece);
            entry.Write("</w:body></w:document>"u8);
        }
        return memory.ToArray();
    }

    /// <summary>A PDF of few bytes whose page unfolds to this many megabytes, squeezed twice.</summary>
    public static byte[] Pdf(int megabytes)
    {
        var content = Squeezed(Squeezed(new byte[1 << 20], megabytes), 1);
        var head = $"""
            %PDF-1.4
            1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
            2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
            3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>endobj
            4 0 obj<</Length {content.Length}/Filter[/FlateDecode/FlateDecode]>>stream

            """.ReplaceLineEndings("\n");
        return [.. Encoding.ASCII.GetBytes(head), .. content, .. "\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"u8];
    }

    /// <summary>A PDF whose tree of pages leads back to itself.</summary>
    public static byte[] PdfLoop() =>
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"u8.ToArray();

    /// <summary>A PNG that says it is larger than it could ever be.</summary>
    public static byte[] Png(int width, int height) => Png(width, height, [8, 6, 0, 0, 0], ("IDAT", Squeezed([0, 1, 2, 3, 4], 1)));

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }

    private static byte[] Squeezed(byte[] bytes, int times)
    {
        using var memory = new MemoryStream();
        using (var zlib = new ZLibStream(memory, CompressionLevel.Fastest))
            for (var i = 0; i < times; i++)
                zlib.Write(bytes);
        return memory.ToArray();
    }

    /// <summary>A white picture that is as large as it says and has few bytes.</summary>
    /// <param name="interlaced">In the seven passes of Adam7: nothing is whole before the end.</param>
    public static byte[] WhitePng(int width, int height, bool interlaced)
    {
        (int X, int Y, int Dx, int Dy)[] passes = interlaced
            ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
            : [(0, 0, 1, 1)];
        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
            foreach (var pass in passes)
            {
                // One bit a pixel.
                var line = new byte[1 + ((((width - pass.X + pass.Dx - 1) / pass.Dx) + 7) / 8)];
                line.AsSpan(1).Fill(0xFF);
                for (var y = pass.Y; y < height; y += pass.Dy)
                    zlib.Write(line);
            }
        return Png(width, height, [1, 0, 0, 0, (byte)(interlaced ? 1 : 0)], ("IDAT", pixels.ToArray()));
    }

    /// <summary>A PNG that says it is animated, and has a frame of one pixel for each turn.</summary>
    public static byte[] AnimatedPng(int frames)
    {
        var still = Samples.Png();
        // Signature and IHDR, then what says that it is animated; the frames before the end.
        var chunks = new List<byte[]> { still[..33], Chunk("acTL", [.. Number(frames), .. Number(0)]), still[33..^12] };
        var point = Squeezed([0, 255, 0, 0, 255], 1);
        for (var i = 0; i < frames; i++)
        {
            chunks.Add(Chunk("fcTL", [.. Number(2 * i), .. Number(1), .. Number(1), .. Number(0), .. Number(0), 0, 1, 0, 10, 0, 0]));
            chunks.Add(Chunk("fdAT", [.. Number((2 * i) + 1), .. point]));
        }
        return [.. chunks.SelectMany(chunk => chunk), .. still[^12..]];
    }

    /// <summary>A GIF of this size with a frame of one pixel for each turn.</summary>
    public static byte[] AnimatedGif(ushort width, ushort height, int frames)
    {
        byte[] frame = [0x21, 0xF9, 4, 0, 1, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
        using var memory = new MemoryStream();
        memory.Write([.. "GIF89a"u8, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0x80, 0, 0, 255, 0, 0, 0, 0, 0]);
        for (var i = 0; i < frames; i++)
            memory.Write(frame);
        memory.WriteByte(0x3B);
        return memory.ToArray();
    }

    /// <summary>A WebP that has the same frame over and over.</summary>
    public static byte[] AnimatedWebP(int frames)
    {
        // What stands between the RIFF header and the end is one chunk of pixels.
        var still = Samples.WebP()[12..];
        byte[] frame = [.. "ANMF"u8, .. Little(16 + still.Length), 0, 0, 0, 0, 0, 0, 63, 0, 0, 47, 0, 0, 10, 0, 0, 0, .. still];
        byte[] start = [.. "WEBP"u8, .. "VP8X"u8, .. Little(10), 2, 0, 0, 0, 63, 0, 0, 47, 0, 0, .. "ANIM"u8, .. Little(6), 0, 0, 0, 0, 0, 0];
        return [.. "RIFF"u8, .. Little(start.Length + (frame.Length * frames)), .. start, .. Enumerable.Repeat(frame, frames).SelectMany(bytes => bytes)];
    }

    /// <summary>A PDF that nobody opens without its password.</summary>
    public static byte[] EncryptedPdf() => Document(
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>",
        $"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{new string('a', 64)}> /U <{new string('b', 64)}> >>");

    /// <summary>A PDF that wants to run, open and fetch things when it is opened, printed, or clicked.</summary>
    public static byte[] ScriptedPdf(Uri elsewhere) => Document(
        "<< /Type /Catalog /Pages 2 0 R /OpenAction 5 0 R /AA << /WP 5 0 R >> /Names << /JavaScript << /Names [(a) 5 0 R] >> >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R /Resources << /Font << /F1 7 0 R >> >> /AA << /O 5 0 R >> /Annots [8 0 R 9 0 R] >>",
        "<< >>",
        $"<< /Type /Action /S /JavaScript /JS (app.launchURL\\('{elsewhere}'\\)) >>",
        "<< /Length 44 >>\nstream\nBT /F1 18 Tf 72 720 Td (Harmless words) Tj ET\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        $"<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A << /S /URI /URI ({elsewhere}) >> >>",
        "<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A << /S /Launch /F (/bin/sh) >> >>");

    private static byte[] Document(params string[] objects)
    {
        var encrypted = objects.Any(body => body.Contains("/Standard", StringComparison.Ordinal));
        var text = new StringBuilder("%PDF-1.4\n");
        var places = new List<int>();
        foreach (var (index, body) in objects.Index())
        {
            places.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{index + 1} 0 obj\n{body}\nendobj\n");
        }
        var table = text.Length;
        text.Append(CultureInfo.InvariantCulture, $"xref\n0 {places.Count + 1}\n0000000000 65535 f \n");
        foreach (var place in places)
            text.Append(CultureInfo.InvariantCulture, $"{place:D10} 00000 n \n");
        var encryption = encrypted ? $"/Encrypt {objects.Length} 0 R /ID [<aa> <aa>]" : "";
        text.Append(CultureInfo.InvariantCulture, $"trailer << /Size {places.Count + 1} /Root 1 0 R {encryption} >>\n");
        text.Append(CultureInfo.InvariantCulture, $"startxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private static byte[] Png(int width, int height, byte[] how, params (string Type, byte[] Data)[] chunks) =>
        [0x89, .. "PNG\r\n\x1a\n"u8, .. Chunk("IHDR", [.. Number(width), .. Number(height), .. how]), .. chunks.SelectMany(chunk => Chunk(chunk.Type, chunk.Data)), .. Chunk("IEND", [])];

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. data];
        return [.. Number(data.Length), .. named, .. Number((int)Crc(named))];
    }

    private static byte[] Number(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Little(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }
}
