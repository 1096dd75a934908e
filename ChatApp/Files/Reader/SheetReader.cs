using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace ChatApp.Files.Reader;

/// <summary>The tables of an XLSX, one page each: the sheet's name, then rows with tabs between cells.</summary>
internal static class SheetReader
{
    public static ReaderAnswer Read(ReaderCommand command)
    {
        using var document = SpreadsheetDocument.Open(command.Path, isEditable: false);
        if (document.WorkbookPart is not { Workbook.Sheets: { } sheets } workbook || !workbook.ContentType.Contains("spreadsheetml", StringComparison.Ordinal))
            return ReaderAnswer.Unreadable("This is not an Excel workbook.");
        var sink = new TextSink(command.MaxCharacters);
        var words = SharedWords(workbook, command.MaxCharacters);
        var dates = DateStyles(workbook);
        foreach (var sheet in sheets.Elements<Sheet>())
        {
            if (sink.IsCut)
                break;
            sink.Append($"{sheet.Name?.Value}\n");
            if (sheet.Id?.Value is { } id && workbook.GetPartById(id) is WorksheetPart part)
                Read(part, words, dates, sink);
            sink.EndPage();
        }
        return new() { Parts = new Dictionary<FilePart, byte[]> { [FilePart.Text] = sink.ToJson() } };
    }

    private static void Read(WorksheetPart part, List<string> words, HashSet<uint> dates, TextSink sink)
    {
        using var reader = OpenXmlReader.Create(part);
        while (!sink.IsCut && reader.Read())
        {
            if (reader.ElementType == typeof(Row) && reader.IsEndElement)
                sink.Append("\n");
            else if (reader.ElementType == typeof(Cell) && reader.IsStartElement && reader.LoadCurrentElement() is Cell cell)
                sink.Append(Value(cell, words, dates) + "\t");
        }
    }

    private static string Value(Cell cell, List<string> words, HashSet<uint> dates)
    {
        var text = cell.CellValue?.Text ?? "";
        if (cell.DataType?.Value is { } type)
        {
            if (type == CellValues.SharedString)
                return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < words.Count ? words[index] : "";
            if (type == CellValues.InlineString)
                return cell.InlineString?.InnerText ?? "";
            return type == CellValues.Boolean ? text == "1" ? "TRUE" : "FALSE" : text;
        }
        var isDate = cell.StyleIndex?.Value is { } style && dates.Contains(style);
        return isDate && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var days) && days is > 0 and < 2_958_466
            ? DateTime.FromOADate(days).ToString(days % 1 == 0 ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
            : text;
    }

    private static List<string> SharedWords(WorkbookPart workbook, int maxCharacters)
    {
        var words = new List<string>();
        if (workbook.SharedStringTablePart is not { } part)
            return words;
        using var reader = OpenXmlReader.Create(part);
        while (maxCharacters > 0 && reader.Read())
            if (reader.ElementType == typeof(SharedStringItem) && reader.IsStartElement && reader.LoadCurrentElement() is SharedStringItem item)
            {
                words.Add(item.InnerText);
                maxCharacters -= item.InnerText.Length;
            }
        return words;
    }

    // A date is a number; only its style says that it is one. 14 to 22 are the built-in styles of dates.
    private static HashSet<uint> DateStyles(WorkbookPart workbook)
    {
        if (workbook.WorkbookStylesPart?.Stylesheet is not { CellFormats: { } formats } sheet)
            return [];
        var custom = sheet.NumberingFormats?.Elements<NumberingFormat>()
            .Where(format => format.FormatCode?.Value is { } code && code.Contains('y', StringComparison.OrdinalIgnoreCase) && code.Contains('d', StringComparison.OrdinalIgnoreCase))
            .Select(format => format.NumberFormatId?.Value).ToHashSet() ?? [];
        return [.. formats.Elements<CellFormat>().Index().Where(format => format.Item.NumberFormatId?.Value is { } id && (id is >= 14 and <= 22 || custom.Contains(id))).Select(format => (uint)format.Index)];
    }
}
