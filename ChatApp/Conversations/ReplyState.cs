using ChatApp.Data;

namespace ChatApp.Conversations;

/// <summary>What a page shows of a reply beside its text.</summary>
/// <param name="LeftOut">Messages left out to fit the model's context; 0 means none.</param>
/// <param name="ErrorText">A sentence of its own; null where that of the kind is enough.</param>
public sealed record ReplyState(
    ReplyStatus Status,
    string Endpoint,
    string Model,
    int Attempt,
    DateTime QueuedAt,
    DateTime? StartedAt,
    DateTime? FirstTokenAt,
    DateTime? EndedAt,
    int? PromptTokens,
    int? CompletionTokens,
    bool CutByLength,
    int LeftOut,
    ReplyError? Error,
    string? ErrorText)
{
    /// <summary>From the start of the model call to its end; null while it has not ended or when it never began.</summary>
    public TimeSpan? Duration => EndedAt - StartedAt;

    internal static ReplyState Of(Reply reply) => new(
        reply.Status,
        reply.Endpoint,
        reply.Model,
        reply.Attempt,
        reply.QueuedAt,
        reply.StartedAt,
        reply.FirstTokenAt,
        reply.EndedAt,
        reply.PromptTokens,
        reply.CompletionTokens,
        reply.CutByLength,
        reply.LeftOut,
        reply.Error,
        reply.ErrorText);
}
