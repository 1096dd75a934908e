using System.ComponentModel.DataAnnotations;

namespace ChatApp.Shell;

internal sealed class ConnectionsOptions
{
    public const string Section = "Connections";

    /// <summary>How long a page that lost its connection is kept as it is; one that comes back later is loaded again.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Connections:Retention is a time from 00:00:01 to 01:00:00.")]
    public TimeSpan Retention { get; init; } = TimeSpan.FromMinutes(3);
}
