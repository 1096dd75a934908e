namespace ChatApp.Replies;

/// <summary>How a command of a person ended. Not there and not theirs are the same <see cref="NotFound"/>.</summary>
public abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>Done, or done before. Ids not concerned are <see cref="Guid.Empty"/>.</summary>
    public sealed record Accepted(Guid ConversationId, Guid MessageId, Guid ReplyId) : Outcome;

    public sealed record NotFound : Outcome;

    /// <summary>The same client id came with other words before, or the reply has not ended.</summary>
    public sealed record Conflict(string Sentence) : Outcome;

    public sealed record Invalid(string Sentence) : Outcome;
}
