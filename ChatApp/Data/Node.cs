using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatApp.Data;

/// <summary>One start of one ChatApp process. Replies name it as their owner; its beat tells others that it lives.</summary>
public sealed class Node
{
    public const int NameLength = 100;

    /// <summary>New at each start.</summary>
    public Guid Boot { get; init; }
    public required string Name { get; init; }

    /// <summary>Raised every 5 s; others only look whether it moves, never at a clock.</summary>
    public long Beat { get; set; }
    public DateTime StartedAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<Node>
    {
        public void Configure(EntityTypeBuilder<Node> builder)
        {
            builder.ToTable("Nodes");
            builder.HasKey(node => node.Boot);
            builder.Property(node => node.Boot).ValueGeneratedNever();
            builder.Property(node => node.Name).HasMaxLength(NameLength);
        }
    }
}
