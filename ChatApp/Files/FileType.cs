using ChatApp.Data;

namespace ChatApp.Files;

/// <summary>A kind of file that is accepted.</summary>
/// <param name="Type">As it is served, whatever the upload called itself.</param>
/// <param name="Extensions">Names that may carry it; the first is given to a name without one.</param>
internal sealed record FileType(FileKind Kind, string Type, params IReadOnlyList<string> Extensions)
{
    public static readonly FileType Png = new(FileKind.Picture, "image/png", ".png");
    public static readonly FileType Jpeg = new(FileKind.Picture, "image/jpeg", ".jpg", ".jpeg");
    public static readonly FileType WebP = new(FileKind.Picture, "image/webp", ".webp");
    public static readonly FileType Gif = new(FileKind.Picture, "image/gif", ".gif");
    public static readonly FileType Pdf = new(FileKind.Pdf, "application/pdf", ".pdf");
    public static readonly FileType Word = new(FileKind.Document, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx");
    public static readonly FileType Excel = new(FileKind.Sheet, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx");
    public static readonly FileType Markdown = new(FileKind.Text, "text/markdown", ".md", ".markdown");
    public static readonly FileType Csv = new(FileKind.Text, "text/csv", ".csv", ".tsv");
    public static readonly FileType Json = new(FileKind.Text, "application/json", ".json", ".jsonl", ".ndjson", ".ipynb", ".geojson");

    // Whatever else reads as text, programs and pages too, is plain text here: nothing else is ever said of it to a browser.
    public static readonly FileType Plain = new(FileKind.Text, "text/plain",
        ".txt", ".text", ".log", ".ini", ".cfg", ".conf", ".env", ".properties", ".toml", ".yaml", ".yml", ".xml", ".xsd", ".xsl", ".html", ".htm", ".css", ".scss", ".sass", ".less",
        ".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".vue", ".svelte", ".cs", ".csx", ".csproj", ".sln", ".props", ".targets", ".razor", ".cshtml", ".vb", ".fs", ".fsx",
        ".java", ".kt", ".kts", ".scala", ".groovy", ".gradle", ".py", ".pyi", ".rb", ".php", ".pl", ".pm", ".lua", ".r", ".jl", ".m", ".mm", ".swift", ".go", ".rs", ".zig", ".dart",
        ".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".hh", ".asm", ".s", ".sql", ".graphql", ".proto", ".sh", ".bash", ".zsh", ".fish", ".ps1", ".psm1", ".bat", ".cmd",
        ".tf", ".hcl", ".dockerfile", ".makefile", ".mk", ".cmake", ".tex", ".bib", ".rst", ".adoc", ".org", ".srt", ".vtt", ".ics", ".vcf", ".eml", ".diff", ".patch", ".hs", ".elm",
        ".clj", ".ex", ".exs", ".erl", ".ml", ".nim", ".d", ".pas", ".vhd", ".v", ".sv");

    public static IReadOnlyList<FileType> All { get; } = [Png, Jpeg, WebP, Gif, Pdf, Word, Excel, Markdown, Csv, Json, Plain];

    public static FileType? OfExtension(string extension) =>
        All.FirstOrDefault(type => type.Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase));
}
