namespace ChatApp.E2E.Faults;

/// <summary>What happened during a run.</summary>
internal sealed class Tally
{
    private int drops;
    private int stops;
    private int regenerations;
    private int retries;
    private int deletions;
    private int modelFaults;

    public int Kills { get; set; }
    public int Sleeps { get; set; }

    public void Dropped() => Interlocked.Increment(ref drops);

    public void Stopped() => Interlocked.Increment(ref stops);

    public void Regenerated() => Interlocked.Increment(ref regenerations);

    public void Retried() => Interlocked.Increment(ref retries);

    public void Deleted() => Interlocked.Increment(ref deletions);

    public void ModelFailed() => Interlocked.Increment(ref modelFaults);

    public override string ToString() =>
        $"{Kills} kills, {Sleeps} sleeps, {modelFaults} model faults, {drops} dropped connections, {stops} stops, {regenerations} regenerations, {retries} retries, {deletions} deletions";
}
