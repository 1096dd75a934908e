using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Files;

internal static class FileUse
{
    /// <summary>Bytes that count towards the person's quota: equal files once, unfinished uploads as large as they were announced, and what is gone not at all.</summary>
    public static async Task<long> UsedAsync(this IQueryable<StoredFile> files, Guid personId, CancellationToken ct)
    {
        var own = files.OwnedBy(personId);
        var whole = await own.Where(file => file.Hash != null && file.State != FileState.Gone).Select(file => new { file.Hash, file.Size }).Distinct().SumAsync(file => file.Size, ct);
        return whole + await own.Where(file => file.Hash == null).SumAsync(file => file.Size, ct);
    }
}
