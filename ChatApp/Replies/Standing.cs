namespace ChatApp.Replies;

internal enum Hindrance
{
    /// <summary>None: it runs as soon as a slot is free.</summary>
    None,
    PreviousMessage,
    PersonsLimit,
    AskedToWait,
    Paused,

    /// <summary>ChatApp is being emptied before it is updated.</summary>
    Draining,

    /// <summary>A title, while people wait.</summary>
    PeopleWait,
}

/// <summary>A waiting reply at its place in the order.</summary>
internal readonly record struct Standing(LineEntry Entry, Hindrance Hindrance)
{
    public bool CanRun => Hindrance is Hindrance.None;
}
