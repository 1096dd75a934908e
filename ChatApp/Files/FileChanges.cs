namespace ChatApp.Files;

/// <summary>Says that a file of a person has another state, or is gone. Handlers run on any thread, must be quick and must not throw.</summary>
internal sealed class FileChanges
{
    public event Action<Guid, Guid>? Changed;

    public void Publish(Guid personId, Guid fileId) => Changed?.Invoke(personId, fileId);
}
