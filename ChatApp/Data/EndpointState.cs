using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatApp.Data;

/// <summary>What is decided about a model endpoint while ChatApp runs, beside its settings.</summary>
public sealed class EndpointState
{
    public const int NameLength = 40;

    public required string Name { get; init; }

    /// <summary>While paused nothing new starts here; what runs goes on.</summary>
    public bool Paused { get; set; }

    /// <summary>Parallel replies, 1–32; null means the setting's value.</summary>
    public int? Slots { get; set; }

    /// <summary>How long this endpoint has been open for work, in milliseconds: it stands still while paused and while ChatApp is down. Deadlines in line are measured on it.</summary>
    public long OpenMilliseconds { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<EndpointState>
    {
        public void Configure(EntityTypeBuilder<EndpointState> builder)
        {
            builder.ToTable("Endpoints");
            builder.HasKey(endpoint => endpoint.Name);
            builder.Property(endpoint => endpoint.Name).HasMaxLength(NameLength);
        }
    }
}
