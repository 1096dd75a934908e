namespace ChatApp.Replies;

/// <summary>Why a reply waits, in words.</summary>
internal static class WaitReason
{
    public static string Of(Hindrance hindrance, int running, bool unreachable) => hindrance switch
    {
        Hindrance.PreviousMessage => "after your previous message",
        Hindrance.PersonsLimit => "after your other running replies",
        Hindrance.AskedToWait => "the model server asked for a pause",
        Hindrance.Paused => "paused by an admin",
        Hindrance.Draining => "ChatApp is about to be updated",
        _ when unreachable => "the model server does not answer",
        _ => running switch
        {
            0 => "about to start",
            1 => "The model is answering 1 other",
            _ => $"The model is answering {running} others",
        },
    };

    /// <summary>The same as somebody reads it who is not the one that waits.</summary>
    public static string ToOthers(string reason) => reason.Replace(" your ", " their ", StringComparison.Ordinal);
}
