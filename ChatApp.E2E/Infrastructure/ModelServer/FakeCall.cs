namespace ChatApp.E2E.Infrastructure.ModelServer;

/// <summary>One call the fake model received. <c>Ended</c> is empty while it runs, else <c>complete</c>, <c>failed</c> or <c>client-left</c>.</summary>
internal sealed record FakeCall
{
    public required int Number { get; init; }
    public required string Prompt { get; init; }
    public required bool Title { get; init; }

    /// <summary>The how-manieth call with this prompt it is, from 1; titles are not counted.</summary>
    public int Time { get; set; }
    public required IReadOnlyList<FakeMessage> Messages { get; init; }

    /// <summary>What the last user message was made of.</summary>
    public required IReadOnlyList<FakePart> Parts { get; init; }

    /// <summary>A timestamp of <see cref="System.Diagnostics.Stopwatch"/>; all processes of a machine share its clock.</summary>
    public long ArrivedAt { get; init; } = System.Diagnostics.Stopwatch.GetTimestamp();
    public int WordsSent { get; set; }
    public int CharactersSent { get; set; }

    /// <summary>Timestamps as <see cref="ArrivedAt"/>.</summary>
    public long FirstWordAt { get; set; }
    public long LastWordAt { get; set; }
    public string? WaitingAt { get; set; }
    public string? Ended { get; set; }
}

internal sealed record FakeMessage(string Role, string Text);
