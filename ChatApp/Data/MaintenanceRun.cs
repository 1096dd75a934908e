using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatApp.Data;

/// <summary>The newest run of one recurring job, a row per job.</summary>
public sealed class MaintenanceRun
{
    public const int NameLength = 60;
    public const int ResultLength = 300;

    public required string Name { get; init; }
    public DateTime StartedAt { get; set; }
    public DateTime EndedAt { get; set; }
    public bool Failed { get; set; }

    /// <summary>A sentence for admins: counts and kinds of errors, never anyone's words.</summary>
    public string Result { get; set; } = "";

    /// <summary>Everything before this moment is done; null for jobs that have no such moment.</summary>
    public DateTime? DoneUntil { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<MaintenanceRun>
    {
        public void Configure(EntityTypeBuilder<MaintenanceRun> builder)
        {
            builder.ToTable("MaintenanceRuns");
            builder.HasKey(run => run.Name);
            builder.Property(run => run.Name).HasMaxLength(NameLength);
            builder.Property(run => run.Result).HasMaxLength(ResultLength);
        }
    }
}
