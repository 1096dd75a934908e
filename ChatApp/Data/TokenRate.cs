using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatApp.Data;

/// <summary>What the models of one process send just now, for the pages of other processes. Goes with its <see cref="Node"/>.</summary>
public sealed class TokenRate
{
    public Guid Boot { get; init; }
    public required string Endpoint { get; init; }
    public double TokensPerSecond { get; set; }

    /// <summary>Raised each time it is written, once a second: where it stands still, nobody writes any more.</summary>
    public long Tick { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<TokenRate>
    {
        public void Configure(EntityTypeBuilder<TokenRate> builder)
        {
            builder.ToTable("TokenRates");
            builder.HasKey(rate => new { rate.Boot, rate.Endpoint });
            builder.Property(rate => rate.Endpoint).HasMaxLength(EndpointState.NameLength);
            builder.HasOne<Node>().WithMany().HasForeignKey(rate => rate.Boot).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
