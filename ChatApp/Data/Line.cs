using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatApp.Data;

/// <summary>The single row that every claim updates first: it serializes claims on every database and counts turns.</summary>
public sealed class Line
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    /// <summary>How many claims there have been; the newest claim's number.</summary>
    public long Turn { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<Line>
    {
        public void Configure(EntityTypeBuilder<Line> builder)
        {
            builder.ToTable("Line");
            builder.Property(line => line.Id).ValueGeneratedNever();
            builder.HasData(new Line());
        }
    }
}
