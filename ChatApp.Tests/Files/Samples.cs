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
