using Microsoft.Extensions.Options;

namespace ChatApp.Files;

/// <summary>Uploads in one go that come in just now, by person: each has a file of its own on the disk before anybody knows how large it gets.</summary>
internal sealed class OpenUploads(IOptions<FilesOptions> options)
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, int> counts = [];

    /// <returns>Null when the person has as many as one may have; else to be disposed at its end.</returns>
    public IDisposable? Enter(Guid personId)
    {
        lock (gate)
        {
            var count = counts.GetValueOrDefault(personId);
            if (count >= options.Value.MaxOpenUploads)
                return null;
            counts[personId] = count + 1;
        }
        return new Entered(this, personId);
    }

    private void Leave(Guid personId)
    {
        lock (gate)
            if (--counts[personId] == 0)
                counts.Remove(personId);
    }

    private sealed class Entered(OpenUploads owner, Guid personId) : IDisposable
    {
        public void Dispose() => owner.Leave(personId);
    }
}
