using System.ComponentModel.DataAnnotations;

namespace ChatApp.Data;

/// <summary>Where ChatApp keeps what is its own: database, keys, files.</summary>
internal sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>Absolute once read; in the settings it may be relative to the app's content root.</summary>
    [Required(ErrorMessage = "Storage:Path must name a folder.")]
    public string Path { get; set; } = "data";
}
