using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatApp.Data;

public enum ReplyKind
{
    Answer,

    /// <summary>A title for a conversation: takes a slot only while nobody waits, is not streamed and is counted nowhere.</summary>
    Title,
}

/// <summary>In the order of life; everything from <see cref="Complete"/> on is final.</summary>
public enum ReplyStatus
{
    Queued,
    Processing,
    Streaming,
    Complete,
    Stopped,
    Error,
}

public enum ReplyPriority
{
    High,
    Normal,
    Low,
}

/// <summary>Why a reply failed; the names stand on the page and in the API.</summary>
public enum ReplyError
{
    QueueTimeout,
    Busy,
    Unreachable,
    Refused,
    TooLong,
    Interrupted,
    Internal,
}

/// <summary>The execution state of one model call: narrow, because the queue scans it. Its text is the <see cref="Message"/> with the same id.</summary>
public sealed class Reply
{
    public const int ModelLength = 200;
    public const int ErrorTextLength = 500;

    /// <summary>The order of arrival over all conversations; given by the database.</summary>
    public long Sequence { get; init; }

    /// <summary>The message's id; a title has one of its own.</summary>
    public Guid Id { get; init; }
    public Guid ConversationId { get; init; }
    public Guid UserId { get; init; }
    public ReplyKind Kind { get; init; }
    public ReplyStatus Status { get; set; }
    public ReplyPriority Priority { get; set; } = ReplyPriority.Normal;
    public required string Endpoint { get; set; }
    public required string Model { get; set; }

    /// <summary>The reply before it on its path; this one waits until that is final.</summary>
    public Guid? After { get; init; }

    /// <summary>How often it was claimed; with <see cref="Owner"/> the fence of every later write.</summary>
    public int Attempt { get; set; }

    /// <summary>The <see cref="Node.Boot"/> of the process that runs it.</summary>
    public Guid? Owner { get; set; }

    /// <summary>How often it was queued again after its process died; once is all it gets.</summary>
    public int Recoveries { get; set; }

    /// <summary>The line's number of its newest claim; a person's greatest is the memory of the line.</summary>
    public long? Turn { get; set; }
    public bool StopRequested { get; set; }

    /// <summary>The model server asked to come back no earlier than this.</summary>
    public DateTime? NotBefore { get; set; }
    public DateTime QueuedAt { get; set; }

    /// <summary><see cref="EndpointState.OpenMilliseconds"/> when it was queued; null until the sweep first sees it.</summary>
    public long? QueuedAtOpen { get; set; }
    public DateTime? StartedAt { get; set; }
    public DateTime? FirstTokenAt { get; set; }
    public DateTime? EndedAt { get; set; }
    public int? PromptTokens { get; set; }
    public int? CompletionTokens { get; set; }

    /// <summary>The model ended because of its length limit; Continue makes sense.</summary>
    public bool CutByLength { get; set; }

    /// <summary>How many of the oldest messages were left out to fit the model's context; 0 means none.</summary>
    public int LeftOut { get; set; }
    public ReplyError? Error { get; set; }

    /// <summary>The sentence for people; null where the kind's own sentence is enough.</summary>
    public string? ErrorText { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<Reply>
    {
        public void Configure(EntityTypeBuilder<Reply> builder)
        {
            builder.ToTable("Replies");
            builder.HasKey(reply => reply.Sequence);
            builder.Property(reply => reply.Endpoint).HasMaxLength(EndpointState.NameLength);
            builder.Property(reply => reply.Model).HasMaxLength(ModelLength);
            builder.Property(reply => reply.ErrorText).HasMaxLength(ErrorTextLength);
            builder.HasIndex(reply => reply.Id).IsUnique();
            builder.HasIndex(reply => reply.Status);
            builder.HasIndex(reply => reply.ConversationId);
            builder.HasIndex(reply => new { reply.UserId, reply.Turn });
            builder.HasIndex(reply => new { reply.UserId, reply.Status });
            builder.HasIndex(reply => new { reply.Endpoint, reply.EndedAt });
            builder.HasIndex(reply => reply.EndedAt);
            builder.HasOne<Conversation>().WithMany().HasForeignKey(reply => reply.ConversationId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}

internal static class ReplyStates
{
    public static bool IsFinal(this ReplyStatus status) => status >= ReplyStatus.Complete;
    public static bool IsRunning(this ReplyStatus status) => status is ReplyStatus.Processing or ReplyStatus.Streaming;

    /// <summary>The name on the page and on the wire.</summary>
    public static string Name(this ReplyStatus status) => status switch
    {
        ReplyStatus.Queued => "queued",
        ReplyStatus.Processing => "processing",
        ReplyStatus.Streaming => "streaming",
        ReplyStatus.Complete => "complete",
        ReplyStatus.Stopped => "stopped",
        _ => "error",
    };
}
