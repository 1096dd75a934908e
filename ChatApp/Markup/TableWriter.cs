using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace ChatApp.Markup;

/// <summary>A table that scrolls inside itself. Each row is a run of its own, so finished rows are not sent again.</summary>
internal static class TableWriter
{
    public static Element Write(Table table)
    {
        var rows = table.OfType<TableRow>().ToLookup(row => row.IsHeader, row => (Piece)new Run(Row(table, row)));
        return new Element("div", [("class", "table"), ("tabindex", "0")],
            new Element("table", new Element("thead", [.. rows[true]]), new Element("tbody", [.. rows[false]])));
    }

    private static string Row(Table table, TableRow row)
    {
        var html = new StringBuilder("<tr>");
        for (var i = 0; i < row.Count; i++)
        {
            var tag = row.IsHeader ? "th" : "td";
            html.Append('<').Append(tag).Append(i < table.ColumnDefinitions.Count ? Class(table.ColumnDefinitions[i].Alignment) : "").Append('>');
            foreach (var paragraph in ((TableCell)row[i]).OfType<LeafBlock>())
                html.Append(InlineWriter.Html(paragraph.Inline));
            html.Append("</").Append(tag).Append('>');
        }
        return html.Append("</tr>").ToString();
    }

    private static string Class(TableColumnAlign? align) => align switch
    {
        TableColumnAlign.Right => " class=\"right\"",
        TableColumnAlign.Center => " class=\"center\"",
        _ => ""
    };
}
