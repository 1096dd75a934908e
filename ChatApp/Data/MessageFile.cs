using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatApp.Data;

/// <summary>A file sent with a message. An edited message carries the same files again, so one may stand in several of its conversation.</summary>
public sealed class MessageFile
{
    public const int LeftOutLength = 200;

    public Guid MessageId { get; init; }

    /// <summary>No foreign key, as with <see cref="StoredFile.ConversationId"/>.</summary>
    public Guid FileId { get; init; }
    public int Position { get; init; }

    /// <summary>What the model did not get of it when it last answered with it, a sentence for people; null when it got all.</summary>
    public string? LeftOut { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<MessageFile>
    {
        public void Configure(EntityTypeBuilder<MessageFile> builder)
        {
            builder.ToTable("MessageFiles");
            builder.HasKey(link => new { link.MessageId, link.FileId });
            builder.Property(link => link.LeftOut).HasMaxLength(LeftOutLength);
            builder.HasIndex(link => link.FileId);
            builder.HasOne<Message>().WithMany().HasForeignKey(link => link.MessageId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
