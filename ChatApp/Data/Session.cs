using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatApp.Data;

/// <summary>One log-in, from a browser or a program. Its id is the claim <c>sid</c> of cookies and tokens.</summary>
public sealed class Session
{
    public const int AgentLength = 200;
    public const int AddressLength = 64;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid UserId { get; init; }
    public DateTime CreatedAt { get; init; }
    public DateTime LastSeenAt { get; set; }

    /// <summary>Set once, by log-out, lock, role or password change; the session is dead from then on.</summary>
    public DateTime? EndedAt { get; set; }

    /// <summary>The user agent that logged in, cut to <see cref="AgentLength"/>.</summary>
    public string Agent { get; init; } = "";
    public string Address { get; init; } = "";

    internal sealed class Configuration : IEntityTypeConfiguration<Session>
    {
        public void Configure(EntityTypeBuilder<Session> builder)
        {
            builder.ToTable("Sessions");
            builder.Property(session => session.Id).ValueGeneratedNever();
            builder.Property(session => session.Agent).HasMaxLength(AgentLength);
            builder.Property(session => session.Address).HasMaxLength(AddressLength);
            builder.HasIndex(session => new { session.UserId, session.EndedAt });
            builder.HasIndex(session => session.EndedAt);
            builder.HasOne<User>().WithMany().HasForeignKey(session => session.UserId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
