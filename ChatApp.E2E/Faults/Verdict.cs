namespace ChatApp.E2E.Faults;

/// <summary>What the checker found; each a list of sentences.</summary>
internal sealed class Verdict
{
    public List<string> Lost { get; } = [];
    public List<string> Duplicated { get; } = [];
    public List<string> Stuck { get; } = [];
    public List<string> Reordered { get; } = [];

    public bool IsClean => Lost.Count + Duplicated.Count + Stuck.Count + Reordered.Count == 0;

    public string Counts => $"lost {Lost.Count}, duplicated {Duplicated.Count}, stuck {Stuck.Count}, reordered {Reordered.Count}";

    public override string ToString() => string.Join('\n', [Counts, .. Lost, .. Duplicated, .. Stuck, .. Reordered]);
}
