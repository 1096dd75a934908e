using System.Globalization;
using ChatApp.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatApp.Files;

/// <summary>A person's files, for the screen and the API. Null: not there, or not this person's.</summary>
internal sealed class FileLibrary(IDbContextFactory<ChatDbContext> databases, FileRules rules, IOptions<FilesOptions> options)
{
    public const int PageSize = 50;

    /// <param name="before">From an earlier page.</param>
    /// <param name="search">A part of the name; null or blank finds all.</param>
    /// <returns>Null when nobody gave out this <paramref name="before"/>.</returns>
    public async Task<FilePage?> ListAsync(Guid personId, string? before, string? search, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var files = db.Files.AsNoTracking().OwnedBy(personId).WhereContains(file => file.Name, search);
        if (before is not null)
        {
            if (Cursor(before) is not var (instant, id))
                return null;
            files = files.Where(file => file.CreatedAt < instant || (file.CreatedAt == instant && file.Id.CompareTo(id) < 0));
        }
        var rows = await files.OrderByDescending(file => file.CreatedAt).ThenByDescending(file => file.Id).Take(PageSize + 1).ToListAsync(ct);
        var page = rows.Take(PageSize).Select(FileView.Of).ToList();
        return new(page, rows.Count > PageSize ? Cursor(page[^1]) : null, await db.Files.UsedAsync(personId, ct), options.Value.QuotaBytes);
    }

    public async Task<StoredFile?> FindAsync(Guid personId, Guid fileId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Files.AsNoTracking().OwnedBy(personId).SingleOrDefaultAsync(file => file.Id == fileId, ct);
    }

    public async Task<FileLimits> LimitsAsync(Guid personId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return new(options.Value.MaxPerMessage, options.Value.QuotaBytes, await db.Files.UsedAsync(personId, ct), options.Value.MaxPicturePixels,
        [
            .. FileType.All.GroupBy(type => type.Kind).Select(kind => new KindLimit(
                kind.Key.ToString().ToLowerInvariant(), [.. kind.SelectMany(type => type.Extensions)], [.. kind.Select(type => type.Type)], rules.MaxBytes(kind.Key))),
        ]);
    }

    private static string Cursor(FileView file) => string.Create(CultureInfo.InvariantCulture, $"{file.CreatedAt.Ticks}-{file.Id:N}");

    private static (DateTime, Guid)? Cursor(string text) =>
        text.Split('-', 2) is [var ticks, var id]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var instant) && instant <= DateTime.MaxValue.Ticks
        && Guid.TryParseExact(id, "N", out var guid)
            ? (new(instant, DateTimeKind.Utc), guid)
            : null;
}
