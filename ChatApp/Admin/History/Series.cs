namespace ChatApp.Admin.History;

/// <summary>One line of a chart.</summary>
/// <param name="Values">One a point; null leaves a gap.</param>
public sealed record Series(string Name, IReadOnlyList<double?> Values);
