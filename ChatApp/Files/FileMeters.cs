using System.Diagnostics.Metrics;

namespace ChatApp.Files;

/// <summary>What OpenTelemetry hears of uploads: how many, of which kind, how large.</summary>
internal static class FileMeters
{
    public const string Name = "ChatApp.Files";
    private static readonly Meter Meter = new(Name);
    private static readonly Histogram<long> Uploads = Meter.CreateHistogram<long>("chatapp.upload.size", "By", "Size of a file that was taken in");

    public static void Took(Data.FileKind kind, long bytes) => Uploads.Record(bytes, new KeyValuePair<string, object?>("chatapp.file.kind", kind.ToString()));
}
