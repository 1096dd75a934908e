using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatApp.Data;

/// <summary>The single row that the first registration claims. It outlives that person, so an emptied table of people never makes a new admin.</summary>
public sealed class Setup
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    /// <summary>The first account ever; no foreign key on purpose.</summary>
    public Guid? AdminId { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<Setup>
    {
        public void Configure(EntityTypeBuilder<Setup> builder)
        {
            builder.ToTable("Setup");
            builder.Property(setup => setup.Id).ValueGeneratedNever();
            builder.HasData(new Setup());
        }
    }
}
