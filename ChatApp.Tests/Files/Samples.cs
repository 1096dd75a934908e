using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using SkiaSharp;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;
using Sheets = DocumentFormat.OpenXml.Spreadsheet;
using Words = DocumentFormat.OpenXml.Wordprocessing;

namespace ChatApp.Tests.Files;

/// <summary>Files as people have them, made afresh.</summary>
internal static class Samples
{
    public static byte[] Png(int width = 64, int height = 48, bool transparent = false)
    {
        using var bitmap = Drawn(width, height, transparent);
        return bitmap.Encode(SKEncodedImageFormat.Png, 100).ToArray();
    }

    public static byte[] Jpeg(int width = 64, int height = 48)
    {
        using var bitmap = Drawn(width, height, transparent: false);
        return bitmap.Encode(SKEncodedImageFormat.Jpeg, 90).ToArray();
    }

    public static byte[] WebP()
    {
        using var bitmap = Drawn(64, 48, transparent: false);
        return bitmap.Encode(SKEncodedImageFormat.Webp, 90).ToArray();
    }

    /// <summary>One red point.</summary>
    public static byte[] Gif() => Convert.FromBase64String("R0lGODdhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs=");

    /// <summary>A photo that a camera held on its side, with the place where it was taken.</summary>
    public static byte[] SidewaysJpeg(int width, int height)
    {
        var jpeg = Jpeg(width, height);
        byte[] exif =
        [
            0xFF, 0xE1, 0, 0, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8,
            0, 2,
            0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0,
            0x01, 0x0E, 0, 2, 0, 0, 0, 16, 0, 0, 0, 38,
            0, 0, 0, 0,
            .. "GPS-SECRET-PLACE"u8,
        ];
        exif[3] = (byte)(exif.Length - 2);
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }

    /// <summary>A PDF with a page for each text; an empty text leaves the page without words.</summary>
    public static byte[] Pdf(params string[] pages)
    {
        var builder = new PdfDocumentBuilder();
        var font = builder.AddStandard14Font(Standard14Font.Helvetica);
        foreach (var text in pages)
        {
            var page = builder.AddPage(PageSize.A4);
            var y = 800;
            foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                page.AddText(line, 10, new(40, y -= 14), font);
        }
        return builder.Build();
    }

    public static byte[] Docx(params string[] paragraphs)
    {
        using var memory = new MemoryStream();
        using (var document = WordprocessingDocument.Create(memory, WordprocessingDocumentType.Document))
            document.AddMainDocumentPart().Document = new(new Words.Body(paragraphs.Select(text => new Words.Paragraph(new Words.Run(new Words.Text(text))))));
        return memory.ToArray();
    }

    public static byte[] Xlsx(params string[][] rows)
    {
        using var memory = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(memory, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            workbook.Workbook = new();
            var sheet = workbook.AddNewPart<WorksheetPart>();
            sheet.Worksheet = new(new Sheets.SheetData(rows.Select(row => new Sheets.Row(row.Select(text =>
                new Sheets.Cell { DataType = Sheets.CellValues.InlineString, InlineString = new(new Sheets.Text(text)) })))));
            workbook.Workbook.AppendChild(new Sheets.Sheets(new Sheets.Sheet { Id = workbook.GetIdOfPart(sheet), SheetId = 1, Name = "Costs" }));
        }
        return memory.ToArray();
    }

    /// <summary>A Word document whose text unfolds to this many megabytes of paragraphs.</summary>
    public static byte[] DocxBomb(int megabytes)
    {
        var start = Docx("x");
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
    public static byte[] PdfBomb(int megabytes)
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
    public static byte[] PngOfSize(int width, int height)
    {
        var png = Png(2, 2);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc(png.AsSpan(12, 17)));
        return png;
    }

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

    private static SKBitmap Drawn(int width, int height, bool transparent)
    {
        var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, transparent ? SKAlphaType.Premul : SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(transparent ? SKColors.Transparent : SKColors.White);
        using var red = new SKPaint { Color = SKColors.Red };
        canvas.DrawRect(0, 0, width / 2f, height / 2f, red);
        return bitmap;
    }
}
