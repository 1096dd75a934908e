namespace ChatApp.Resilience;

/// <summary>How the database looks from one circuit.</summary>
public enum DatabaseState
{
    Available,

    /// <summary>A reading of this circuit fails and is being retried.</summary>
    ReadingFails,

    /// <summary>A command was refused moments ago; nothing was changed.</summary>
    CommandRefused,
}
