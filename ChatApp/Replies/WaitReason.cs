namespace ChatApp.Replies;

/// <summary>Why a reply waits; a sentence without a full stop.</summary>
/// <param name="Running">How many others its endpoint answers.</param>
/// <param name="Unreachable">Its model server did not answer when it was last asked.</param>
internal readonly record struct WaitReason(Hindrance Hindrance, int Running, bool Unreachable)
{
    public string ToWaiter => Told("your");

    /// <summary>As somebody reads it who is not the one that waits.</summary>
    public string ToOthers => Told("their");

    private string Told(string whose) => Hindrance switch
    {
        Hindrance.PreviousMessage => $"after {whose} previous message",
        Hindrance.PersonsLimit => $"after {whose} other running replies",
        Hindrance.AskedToWait => "the model server asked for a pause",
        Hindrance.Paused => "paused by an admin",
        Hindrance.Draining => "ChatApp is about to be updated",
        _ when Unreachable => "the model server does not answer",
        _ => Running switch
        {
            0 => "about to start",
            1 => "The model is answering 1 other",
            _ => $"The model is answering {Running} others",
        },
    };
}
