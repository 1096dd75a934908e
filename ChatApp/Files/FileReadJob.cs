namespace ChatApp.Files;

/// <summary>The engine's door to the reading of one file.</summary>
internal sealed class FileReadJob(FileReading reading)
{
    // No endpoint can be named so: its queue has the endpoint's name, without underscores.
    public const string Queue = "read_files";

    public Task ReadAsync(Guid fileId, CancellationToken ct) => reading.ReadAsync(fileId, ct);
}
