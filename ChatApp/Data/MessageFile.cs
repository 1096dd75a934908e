using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatApp.Data;

/// <summary>A file sent with a message. An edited message carries the same files again, so one may stand in several of its conversation.</summary>
public sealed class MessageFile
{
    public Guid MessageId { get; init; }

    /// <summary>No foreign key, as with <see cref="StoredFile.ConversationId"/>.</summary>
    public Guid FileId { get; init; }
    public int Position { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<MessageFile>
    {
        public void Configure(EntityTypeBuilder<MessageFile> builder)
        {
            builder.ToTable("MessageFiles");
            builder.HasKey(link => new { link.MessageId, link.FileId });
            builder.HasIndex(link => link.FileId);
            builder.HasOne<Message>().WithMany().HasForeignKey(link => link.MessageId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
