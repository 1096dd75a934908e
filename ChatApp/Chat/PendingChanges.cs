using System.Threading.Channels;
using ChatApp.Replies;

namespace ChatApp.Chat;

/// <summary>What changed since a page last looked, each change once: while a browser does not answer, only what there is to read again piles up.</summary>
internal sealed class PendingChanges
{
    private readonly Channel<bool> signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock gate = new();
    private HashSet<PersonChange> changes = [];

    public void Add(PersonChange change)
    {
        lock (gate)
            changes.Add(change);
        signal.Writer.TryWrite(true);
    }

    /// <summary>Waits for the first one, and takes all there are.</summary>
    public async Task<HashSet<PersonChange>> TakeAsync(CancellationToken ct)
    {
        await signal.Reader.ReadAsync(ct);
        lock (gate)
        {
            var taken = changes;
            changes = [];
            return taken;
        }
    }
}
