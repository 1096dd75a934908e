using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatApp.Data;

/// <summary>A person with an account. The email is the user name.</summary>
public sealed class User : IdentityUser<Guid>
{
    public bool IsAdmin { get; set; }

    /// <summary>What this person's replies get when they are sent.</summary>
    public ReplyPriority Priority { get; set; } = ReplyPriority.Normal;

    /// <summary>Replies that may run at once for this person; null means the setting's value.</summary>
    public int? MaxRunning { get; set; }

    public DateTime CreatedAt { get; set; }

    /// <summary>Locked by an admin, until unlocked; wrong passwords lock for minutes only and hold no reply back.</summary>
    public bool IsLockedOut => LockoutEnd == DateTimeOffset.MaxValue;

    internal sealed class Configuration : IEntityTypeConfiguration<User>
    {
        public void Configure(EntityTypeBuilder<User> builder)
        {
            builder.ToTable("Users");
            builder.Ignore(user => user.IsLockedOut);
            builder.HasIndex(user => user.MaxRunning);
        }
    }
}
