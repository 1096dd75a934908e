namespace ChatApp.Replies;

/// <summary>Where a waiting reply stands.</summary>
/// <param name="Position">1 is the next that the endpoint takes.</param>
/// <param name="Eta">Until it starts; null while there is too little to go by.</param>
internal sealed record Place(int Position, TimeSpan? Eta, WaitReason Reason)
{
    /// <summary>Such as “3rd in line, about 20 s”.</summary>
    public string Sentence => Eta is { } eta ? $"{Ordinal(Position)} in line, about {Duration(eta)}" : $"{Ordinal(Position)} in line";

    private static string Ordinal(int n) => (n % 100) is >= 11 and <= 13 ? $"{n}th" : (n % 10) switch
    {
        1 => $"{n}st",
        2 => $"{n}nd",
        3 => $"{n}rd",
        _ => $"{n}th",
    };

    private static string Duration(TimeSpan eta) => eta.TotalSeconds switch
    {
        < 10 => $"{Math.Max(1, Math.Ceiling(eta.TotalSeconds))} s",
        < 90 => $"{Math.Round(eta.TotalSeconds / 5) * 5} s",
        < 5400 => $"{Math.Round(eta.TotalMinutes)} min",
        _ => $"{Math.Round(eta.TotalHours)} h",
    };
}
