using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatApp.Data;

public enum MessageRole
{
    User,
    Assistant,
}

/// <summary>The words of a person or of a model. A reply's execution state stands apart, in <see cref="Reply"/> with the same id.</summary>
public sealed class Message
{
    /// <summary>Characters (UTF-16 units) a person's message may have.</summary>
    public const int MaxLength = 200_000;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid ConversationId { get; init; }

    /// <summary>Whose conversation it is; makes the client's id unique per person.</summary>
    public Guid UserId { get; init; }

    /// <summary>The message before this one; null at the root. No foreign key: SQL Server cascades no tree.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>How many messages stand before it on its path.</summary>
    public int Depth { get; init; }

    /// <summary>Whether it is on the conversation's current path.</summary>
    public bool OnPath { get; set; }

    /// <summary>Its number in the conversation, in order of arrival; siblings are ordered by it.</summary>
    public long Sequence { get; init; }
    public MessageRole Role { get; init; }
    public string Text { get; set; } = "";
    public DateTime CreatedAt { get; init; }

    /// <summary>The id its sender gave it (also to a regenerated reply), unique per person; sending it again changes nothing.</summary>
    public Guid? ClientMessageId { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<Message>
    {
        public void Configure(EntityTypeBuilder<Message> builder)
        {
            builder.ToTable("Messages");
            builder.Property(message => message.Id).ValueGeneratedNever();
            builder.HasIndex(message => new { message.ConversationId, message.OnPath, message.Depth });
            builder.HasIndex(message => new { message.ConversationId, message.ParentId });
            builder.HasIndex(message => new { message.ConversationId, message.Sequence }).IsUnique();
            builder.HasIndex(message => new { message.UserId, message.ClientMessageId }).IsUnique().HasFilter("\"ClientMessageId\" IS NOT NULL");
            builder.HasOne<Conversation>().WithMany().HasForeignKey(message => message.ConversationId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
