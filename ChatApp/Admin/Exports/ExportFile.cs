using System.Text;
using System.Text.Json;

namespace ChatApp.Admin.Exports;

/// <summary>A download written while it is read: its length in memory is one row's.</summary>
internal static class ExportFile
{
    public static IResult Json<T>(HttpContext http, string name, IAsyncEnumerable<T> rows) =>
        TypedResults.Stream(body => JsonSerializer.SerializeAsync(body, rows, JsonSerializerOptions.Web, http.RequestAborted), "application/json", name + ".json");

    /// <param name="name">Of the file, without its ending.</param>
    /// <param name="columns">The heads, in the order of <paramref name="cells"/>.</param>
    public static IResult Csv<T>(HttpContext http, string name, IReadOnlyList<string> columns, IAsyncEnumerable<T> rows, Func<T, object?[]> cells) =>
        TypedResults.Stream(body => WriteAsync(body, columns, rows, cells, http.RequestAborted), "text/csv; charset=utf-8", name + ".csv");

    private static async Task WriteAsync<T>(Stream body, IReadOnlyList<string> columns, IAsyncEnumerable<T> rows, Func<T, object?[]> cells, CancellationToken ct)
    {
        await using var writer = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        await writer.WriteAsync(CsvLine.Of(columns).AsMemory(), ct);
        await foreach (var row in rows.WithCancellation(ct))
            await writer.WriteAsync(CsvLine.Of(cells(row)).AsMemory(), ct);
    }
}
