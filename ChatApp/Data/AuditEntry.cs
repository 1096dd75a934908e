using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatApp.Data;

/// <summary>One act of an admin. Written once, together with the act, and never changed; retention alone removes it.</summary>
public sealed class AuditEntry
{
    public const int ActorLength = 256;
    public const int ActionLength = 60;
    public const int TargetLength = 256;
    public const int DetailLength = 500;

    /// <summary>In the order of writing; given by the database.</summary>
    public long Id { get; init; }
    public DateTime At { get; init; }

    /// <summary>No foreign key on purpose: the entry outlives its people.</summary>
    public Guid ActorId { get; init; }

    /// <summary>The actor's email at that time.</summary>
    public required string Actor { get; init; }

    /// <summary>What was done, as <c>noun.verb</c>.</summary>
    public required string Action { get; init; }

    /// <summary>To whom or what: a person's email, an endpoint's name, a reply's id.</summary>
    public required string Target { get; init; }
    public string? Detail { get; init; }

    /// <summary>The address of the actor's request or log-in; null where it is not known.</summary>
    public string? Address { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<AuditEntry>
    {
        public void Configure(EntityTypeBuilder<AuditEntry> builder)
        {
            builder.ToTable("AuditEntries");
            builder.Property(entry => entry.Actor).HasMaxLength(ActorLength);
            builder.Property(entry => entry.Action).HasMaxLength(ActionLength);
            builder.Property(entry => entry.Target).HasMaxLength(TargetLength);
            builder.Property(entry => entry.Detail).HasMaxLength(DetailLength);
            builder.Property(entry => entry.Address).HasMaxLength(Session.AddressLength);
            builder.HasIndex(entry => entry.At);
        }
    }
}
