using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatApp.Data;

/// <summary>The single row of what admins have decided for the whole installation. Every process looks at it once a second.</summary>
public sealed class Switches
{
    public const int OnlyId = 1;
    public const int AnnouncementLength = 300;

    public int Id { get; init; } = OnlyId;

    /// <summary>Raised by every action of an admin, so that one number tells other processes to look again.</summary>
    public long Version { get; set; }

    /// <summary>Nothing new starts anywhere; what runs goes on, and the line stays as it is.</summary>
    public bool Draining { get; set; }

    /// <summary>Null means the setting's value.</summary>
    public bool? RegistrationOpen { get; set; }

    /// <summary>Shown on every page; null shows nothing.</summary>
    public string? Announcement { get; set; }

    /// <summary>Such as <c>endpoint/model</c>; null means the setting's value.</summary>
    public string? DefaultModel { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<Switches>
    {
        public void Configure(EntityTypeBuilder<Switches> builder)
        {
            builder.ToTable("Switches");
            builder.Property(switches => switches.Id).ValueGeneratedNever();
            builder.Property(switches => switches.Announcement).HasMaxLength(AnnouncementLength);
            builder.Property(switches => switches.DefaultModel).HasMaxLength(Reply.ModelLength + EndpointState.NameLength + 1);
            builder.HasData(new Switches());
        }
    }
}

internal static class SwitchChanges
{
    /// <summary>Lets every process look within a second: belongs in the transaction of an admin's action.</summary>
    public static Task TellOtherProcessesAsync(this ChatDbContext db, CancellationToken ct) =>
        db.Switches.ExecuteUpdateAsync(row => row.SetProperty(it => it.Version, it => it.Version + 1), ct);
}
