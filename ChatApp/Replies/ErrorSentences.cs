using ChatApp.Data;

namespace ChatApp.Replies;

/// <summary>What people read about a failed reply, and whether trying again makes sense.</summary>
public static class ErrorSentences
{
    public static string Of(ReplyError kind) => kind switch
    {
        ReplyError.QueueTimeout => "The line did not move for too long. Your message is safe.",
        ReplyError.Busy => "The model server is overloaded right now. Your message is safe.",
        ReplyError.Unreachable => "The model server did not answer. Your message is safe.",
        ReplyError.Refused => "The model server refused this request.",
        ReplyError.TooLong => "The answer or the conversation became too long for this model.",
        ReplyError.Interrupted => "The answer was interrupted. What had arrived is kept.",
        _ => "Something went wrong on our side. Your message is safe.",
    };

    public static bool CanRetry(ReplyError kind) => kind is not ReplyError.TooLong;
}
