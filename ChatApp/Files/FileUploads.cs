using ChatApp.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatApp.Files;

/// <summary>A file that was taken, or why not.</summary>
internal sealed record Uploaded(StoredFile? File, FileRefusal? Refusal)
{
    public static implicit operator Uploaded(FileRefusal refusal) => new(null, refusal);
    public static implicit operator Uploaded(StoredFile file) => new(file, null);
}

/// <summary>Takes files in: in one go, or announced and then in pieces. Bytes go to the disk as they come and are looked at on the way.</summary>
internal sealed class FileUploads(
    IDbContextFactory<ChatDbContext> databases,
    PartialFiles partials,
    FileRules rules,
    FileTaking taking,
    OpenUploads open,
    FileChanges changes,
    IOptions<FilesOptions> options,
    TimeProvider time)
{
    // The disk is full, or over somebody's limit on it.
    private const int NoSpace = unchecked((int)0x80070070);
    private static readonly int[] NoSpaceLeft = [28, 122, NoSpace];

    /// <summary>Takes a file in one go.</summary>
    public async Task<Uploaded> TakeAsync(Guid personId, string name, Stream body, CancellationToken ct)
    {
        if (rules.RefusalOf(name, length: null) is { } refusal)
            return refusal;
        using var entered = open.Enter(personId);
        if (entered is null)
            return FileRefusal.TooManyUploads(options.Value.MaxOpenUploads);
        var room = await LookAsync(personId, ct);
        if (room.RefusalOf(1, options.Value) is { } full)
            return full;
        var id = Guid.CreateVersion7();
        using var content = new FileContent();
        try
        {
            partials.Create(id);
            if (await AppendAsync(id, 0, name, body, content, Math.Min(room.Free, rules.Largest), ct) is { } refused)
                return refused.Name == "file-too-large" && room.Free < content.Length ? FileRefusal.Quota(room.Free) : refused;
            return await taking.TakeAsync(personId, id, name, content, announced: false, ct);
        }
        finally
        {
            partials.Remove(id);
        }
    }

    /// <summary>Announces a file that will come in pieces.</summary>
    public async Task<Uploaded> BeginAsync(Guid personId, string name, long length, CancellationToken ct)
    {
        if (rules.RefusalOf(name, length) is { } refusal)
            return refusal;
        var type = FileType.OfExtension(FileName.Extension(name)) ?? FileType.Plain;
        var file = new StoredFile { UserId = personId, Name = name, Type = type.Type, Kind = type.Kind, Size = length, CreatedAt = time.GetUtcNow().UtcDateTime };
        try
        {
            partials.Create(file.Id);
        }
        catch (IOException e) when (IsFull(e))
        {
            return FileRefusal.DiskFull;
        }
        var full = await databases.InTransactionAsync(async (db, ct) =>
        {
            var room = await FileRoom.HoldAsync(db, personId, options.Value, ct);
            if (room.Open >= options.Value.MaxOpenUploads)
                return FileRefusal.TooManyUploads(options.Value.MaxOpenUploads);
            if (room.RefusalOf(length, options.Value) is { } full)
                return full;
            db.Files.Add(file);
            await db.SaveChangesAsync(ct);
            return null;
        }, full => full is null, ct);
        if (full is null)
            return file;
        partials.Remove(file.Id);
        return full;
    }

    /// <summary>Appends a piece. The last one makes the file whole; a refusal other than a wrong offset or a broken connection ends the upload.</summary>
    /// <returns>The offset now, or why it went no further.</returns>
    public async Task<(long Offset, FileRefusal? Refusal)> AppendAsync(StoredFile file, long offset, Stream body, CancellationToken ct)
    {
        using var writing = await partials.TakeAsync(file.Id, ct);
        if (partials.LengthOf(file.Id) != offset)
            return (0, new(409, "upload-offset", "The upload has come to another place than this."));
        using var content = new FileContent();
        var refusal = await AppendAsync(file.Id, offset, file.Name, body, content, file.Size - offset, writing.Ending);
        if (!partials.Exists(file.Id))
            return (0, FileRefusal.NotThere);
        var reached = partials.LengthOf(file.Id);
        if (refusal is null && reached == file.Size)
        {
            refusal = await FinishAsync(file, offset == 0 ? content : null, ct);
            return (reached, refusal);
        }
        if (refusal is { Status: 413 or 415 or 422 })
            await CancelAsync(file, ct);
        return (reached, refusal);
    }

    /// <summary>How far an upload has come. Whoever still writes to it is told to end: its sender asks because it lost the connection.</summary>
    public async Task<long> OffsetAsync(StoredFile file, CancellationToken ct)
    {
        if (file.State is not FileState.Uploading)
            return file.Size;
        using var writing = await partials.TakeAsync(file.Id, ct);
        return partials.LengthOf(file.Id);
    }

    /// <summary>Gives an unfinished upload up; false when it is whole or gone.</summary>
    public async Task<bool> CancelAsync(StoredFile file, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var gone = await db.Files.Where(row => row.Id == file.Id && row.State == FileState.Uploading).ExecuteDeleteAsync(ct) == 1;
        if (gone)
        {
            partials.Remove(file.Id);
            changes.Publish(file.UserId, file.Id);
        }
        return gone;
    }

    private async Task<FileRoom> LookAsync(Guid personId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await FileRoom.ReadAsync(db, personId, options.Value, ct);
    }

    private async Task<FileRefusal?> FinishAsync(StoredFile file, FileContent? content, CancellationToken ct)
    {
        using var read = content is null ? await ReadAsync(file.Id, ct) : null;
        var (_, refusal) = await taking.TakeAsync(file.UserId, file.Id, file.Name, (content ?? read)!, announced: true, ct);
        if (refusal is not null)
            await CancelAsync(file, ct);
        return refusal;
    }

    private async Task<FileRefusal?> AppendAsync(Guid id, long offset, string name, Stream body, FileContent content, long most, CancellationToken ct)
    {
        FileRefusal? refusal = null;
        try
        {
            await partials.AppendAsync(id, offset, body, Takes, ct);
            return refusal;
        }
        catch (IOException e) when (IsFull(e))
        {
            return FileRefusal.DiskFull;
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return FileRefusal.TooLarge(rules.Largest);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return FileRefusal.Broken;
        }

        bool Takes(ReadOnlyMemory<byte> bytes)
        {
            var before = content.Length;
            content.Take(bytes.Span);
            if (content.Length > most)
                refusal = FileRefusal.TooLarge(FileType.OfExtension(FileName.Extension(name)) is { } type ? rules.MaxBytes(type.Kind) : rules.Largest);
            else if (offset == 0 && before < FileContent.HeadLength && content.Length >= FileContent.HeadLength)
                refusal = rules.RefusalOf(name, content, out _);
            else if (offset == 0 && FileType.OfExtension(FileName.Extension(name)) is { } known && content.Length > rules.MaxBytes(known.Kind))
                refusal = FileRefusal.TooLarge(rules.MaxBytes(known.Kind));
            return refusal is null;
        }
    }

    // What came in several pieces is looked at as a whole.
    private async Task<FileContent> ReadAsync(Guid id, CancellationToken ct)
    {
        var content = new FileContent();
        await using var file = File.OpenRead(partials.PathOf(id));
        var buffer = new byte[128 * 1024];
        while (await file.ReadAsync(buffer, ct) is > 0 and var count)
            content.Take(buffer.AsSpan(0, count));
        return content;
    }

    private static bool IsFull(IOException e) => NoSpaceLeft.Contains(e.HResult);
}
