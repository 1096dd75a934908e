using System.ComponentModel.DataAnnotations;

namespace ChatApp.Replies;

internal sealed class RepliesOptions
{
    public const string Section = "Replies";

    /// <summary>Replies of one person that run at once, over all endpoints.</summary>
    [Range(1, 100, ErrorMessage = "Replies:MaxRunningPerPerson is a number from 1 to 100.")]
    public int MaxRunningPerPerson { get; init; } = 3;

    /// <summary>The longest a reply waits in line; paused endpoints and a stopped ChatApp do not count.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00", ErrorMessage = "Replies:QueueDeadline is a time from 00:00:01 to 7.00:00:00.")]
    public TimeSpan QueueDeadline { get; init; } = TimeSpan.FromHours(2);

    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Replies:FirstTokenTimeout is a time from 00:00:01 to 01:00:00.")]
    public TimeSpan FirstTokenTimeout { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>The longest silence inside a stream.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Replies:IdleTimeout is a time from 00:00:01 to 01:00:00.")]
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "Replies:TotalTimeout is a time from 00:00:01 to 1.00:00:00.")]
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>How often the new text of running replies is written to the database; what a crash costs at most.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:10", ErrorMessage = "Replies:SaveInterval is a time from 00:00:00.050 to 00:00:10.")]
    public TimeSpan SaveInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>UTF-16 units a reply may have, its thoughts included; what comes after ends it as TooLong.</summary>
    [Range(1_000, 100_000_000, ErrorMessage = "Replies:MaxCharacters is a number from 1000 to 100000000.")]
    public int MaxCharacters { get; init; } = 1_000_000;

    /// <summary>Pieces a reply may have as the model server sends them, which is a token each or more; what comes after ends it as TooLong.</summary>
    [Range(100, 100_000_000, ErrorMessage = "Replies:MaxTokens is a number from 100 to 100000000.")]
    public int MaxTokens { get; init; } = 200_000;
}
