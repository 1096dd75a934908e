using ChatApp.Data;
using ChatApp.Files.Reader;
using ChatApp.Queue;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatApp.Files;

/// <summary>Has a whole file read in a process of its own: pictures become a thumbnail and an upright copy, documents text. The row says how it ended.</summary>
internal sealed partial class FileReading(
    IDbContextFactory<ChatDbContext> databases,
    IFileStore store,
    ReaderProcess reader,
    FileChanges changes,
    IBackgroundJobClient jobs,
    QueueServers servers,
    IOptions<FilesOptions> options,
    ILogger<FileReading> logger)
{
    public void Enqueue(Guid fileId)
    {
        servers.Ensure(FileReadJob.Queue, options.Value.ReaderSlots);
        jobs.Create<FileReadJob>(job => job.ReadAsync(fileId, CancellationToken.None), new Hangfire.States.EnqueuedState(FileReadJob.Queue));
    }

    /// <summary>A file that needs no reading any more is left alone, so a job may come twice.</summary>
    public async Task ReadAsync(Guid fileId, CancellationToken ct)
    {
        if (await FindAsync(fileId, ct) is not { State: FileState.Checking, Hash: { } hash } file)
            return;
        ReaderAnswer answer;
        bool missing;
        try
        {
            var path = store.Fetch(new(file.UserId, hash));
            answer = path is null ? ReaderAnswer.Unreadable(FileLoss.Sentence) : await reader.ReadAsync(path, file.Kind, ct);
            missing = path is null;
            foreach (var (part, bytes) in answer.Parts)
                await store.SaveAsync(new(file.UserId, hash, part), bytes, ct);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // The disk, or no process to be had: not the file's fault, so the sweep tries again.
            LogFailed(e, fileId);
            return;
        }
        await using var db = await databases.CreateDbContextAsync(ct);
        var state = missing ? FileState.Gone : answer.Problem is null ? FileState.Ready : FileState.Unreadable;
        var ended = await db.Files.Where(row => row.Id == fileId && row.State == FileState.Checking).ExecuteUpdateAsync(row => row
            .SetProperty(it => it.State, state)
            .SetProperty(it => it.Problem, answer.Problem)
            .SetProperty(it => it.Width, answer.Width)
            .SetProperty(it => it.Height, answer.Height)
            .SetProperty(it => it.Pages, answer.Pages), ct);
        if (ended == 1)
            changes.Publish(file.UserId, fileId);
        LogRead(fileId, file.Kind, state, answer.Elapsed.TotalMilliseconds);
    }

    private async Task<StoredFile?> FindAsync(Guid fileId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Files.AsNoTracking().SingleOrDefaultAsync(row => row.Id == fileId, ct);
    }

    [LoggerMessage(LogLevel.Information, "File {FileId} ({Kind}) is {State} after {Milliseconds:0} ms")]
    private partial void LogRead(Guid fileId, FileKind kind, FileState state, double milliseconds);

    [LoggerMessage(LogLevel.Warning, "File {FileId} could not be read now; it is tried again")]
    private partial void LogFailed(Exception e, Guid fileId);
}
