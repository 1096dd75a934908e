using System.ComponentModel.DataAnnotations;

namespace ChatApp.Files;

/// <summary>What people may upload, and what a file may cost the server. Sizes in bytes.</summary>
internal sealed class FilesOptions
{
    public const string Section = "Files";
    private const string AnySize = "1073741824";

    [Range(1, 100, ErrorMessage = "Files:MaxPerMessage is a number from 1 to 100.")]
    public int MaxPerMessage { get; init; } = 10;

    /// <summary>For all files of one person together.</summary>
    [Range(typeof(long), "0", "1099511627776", ErrorMessage = "Files:QuotaBytes is a number of bytes up to 1099511627776.")]
    public long QuotaBytes { get; init; } = 1L << 30;

    /// <summary>Of one person, whatever their size.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Files:MaxFiles is a number from 1 to 1000000.")]
    public int MaxFiles { get; init; } = 10_000;

    /// <summary>Unfinished ones of one person.</summary>
    [Range(1, 1_000, ErrorMessage = "Files:MaxOpenUploads is a number from 1 to 1000.")]
    public int MaxOpenUploads { get; init; } = 30;

    [Range(typeof(long), "1", AnySize, ErrorMessage = "Files:MaxPictureBytes is a number of bytes from 1 to 1073741824.")]
    public long MaxPictureBytes { get; init; } = 20 << 20;

    [Range(1, 200_000_000, ErrorMessage = "Files:MaxPicturePixels is a number from 1 to 200000000.")]
    public int MaxPicturePixels { get; init; } = 50_000_000;

    [Range(typeof(long), "1", AnySize, ErrorMessage = "Files:MaxPdfBytes is a number of bytes from 1 to 1073741824.")]
    public long MaxPdfBytes { get; init; } = 100 << 20;

    /// <summary>Of DOCX and XLSX.</summary>
    [Range(typeof(long), "1", AnySize, ErrorMessage = "Files:MaxDocumentBytes is a number of bytes from 1 to 1073741824.")]
    public long MaxDocumentBytes { get; init; } = 25 << 20;

    [Range(typeof(long), "1", AnySize, ErrorMessage = "Files:MaxTextBytes is a number of bytes from 1 to 1073741824.")]
    public long MaxTextBytes { get; init; } = 10 << 20;

    /// <summary>The longer side, in pixels, of the pictures that models and viewers get.</summary>
    [Range(256, 8192, ErrorMessage = "Files:PictureSide is a number from 256 to 8192.")]
    public int PictureSide { get; init; } = 2048;

    /// <summary>Characters kept of one document; the rest is left out and said to be.</summary>
    [Range(1_000, 10_000_000, ErrorMessage = "Files:MaxTextCharacters is a number from 1000 to 10000000.")]
    public int MaxTextCharacters { get; init; } = 2_000_000;

    /// <summary>How long an upload that was never sent is kept.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "90.00:00:00", ErrorMessage = "Files:KeepUnsent is a time from 00:01:00 to 90.00:00:00.")]
    public TimeSpan KeepUnsent { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Files read at once.</summary>
    [Range(1, 32, ErrorMessage = "Files:ReaderSlots is a number from 1 to 32.")]
    public int ReaderSlots { get; init; } = 2;

    /// <summary>The processor time that reading one file may take; three times as long by the clock.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "Files:ReaderTimeout is a time from 00:00:01 to 00:10:00.")]
    public TimeSpan ReaderTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Memory of the process that reads one file, in megabytes.</summary>
    [Range(128, 8192, ErrorMessage = "Files:ReaderMegabytes is a number from 128 to 8192.")]
    public int ReaderMegabytes { get; init; } = 256;
}
