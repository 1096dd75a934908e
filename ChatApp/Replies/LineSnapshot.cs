namespace ChatApp.Replies;

/// <summary>One look at the line: what is unfinished, and for each endpoint who waits there, in order, titles left out.</summary>
internal sealed record LineSnapshot(LineState Line, IReadOnlyDictionary<string, Standing[]> Orders)
{
    public static LineSnapshot Empty { get; } = new(new([], new Dictionary<Guid, long>(), new Dictionary<Guid, int>(), new Dictionary<string, Data.EndpointState>()), new Dictionary<string, Standing[]>());
}
