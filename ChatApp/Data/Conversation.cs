using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatApp.Data;

public enum TitleSource
{
    FirstWords,
    Model,
    Person,
}

/// <summary>A person's conversation: a tree of messages of which one path is current.</summary>
public sealed class Conversation
{
    public const int TitleLength = 200;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid UserId { get; init; }
    public string Title { get; set; } = "";
    public TitleSource TitleSource { get; set; }

    /// <summary>The model last picked here, as <c>endpoint/model</c>.</summary>
    public string? Model { get; set; }

    /// <summary>The last message of the current path; null in an empty conversation.</summary>
    public Guid? LeafId { get; set; }

    /// <summary>The number of the newest message; raising it is the first statement of every send, so two at once get an order.</summary>
    public long LastSequence { get; set; }
    public DateTime CreatedAt { get; init; }

    /// <summary>When a message was last sent or finished; the history's order.</summary>
    public DateTime UpdatedAt { get; set; }

    /// <summary>A reply finished here while nobody looked.</summary>
    public bool Unread { get; set; }

    /// <summary>Hidden since then; purged 10 s later.</summary>
    public DateTime? DeletedAt { get; set; }

    /// <summary>A title as one line of characters that show; empty when nothing does. Titles stand in lists, where one that turns the direction of reading would turn its neighbours'.</summary>
    internal static string OneLine(string title)
    {
        var line = string.Join(' ', string.Concat(title.Where(c => char.IsWhiteSpace(c) || !IsHidden(c))).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.All(c => char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.NonSpacingMark) ? "" : line;
    }

    // The joiners stay: emoji and several scripts are written with them.
    private static bool IsHidden(char c) => c is not ('\u200C' or '\u200D') && char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format;

    internal sealed class Configuration : IEntityTypeConfiguration<Conversation>
    {
        public void Configure(EntityTypeBuilder<Conversation> builder)
        {
            builder.ToTable("Conversations");
            builder.Property(conversation => conversation.Id).ValueGeneratedNever();
            builder.Property(conversation => conversation.Title).HasMaxLength(TitleLength);
            builder.Property(conversation => conversation.Model).HasMaxLength(Reply.ModelLength + EndpointState.NameLength + 1);
            builder.HasIndex(conversation => new { conversation.UserId, conversation.UpdatedAt });
            builder.HasIndex(conversation => conversation.DeletedAt);
            builder.HasOne<User>().WithMany().HasForeignKey(conversation => conversation.UserId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}

internal static class ConversationQueries
{
    /// <summary>The person's conversations that are not deleted; every query about conversations starts here.</summary>
    public static IQueryable<Conversation> OwnedBy(this IQueryable<Conversation> conversations, Guid personId) =>
        conversations.Where(conversation => conversation.UserId == personId && conversation.DeletedAt == null);
}
