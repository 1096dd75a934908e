using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ChatApp.Data;

internal static class DatabaseTrouble
{
    // Busy, locked, read-only, I/O error, full, cannot open, no longer a database.
    private static readonly int[] Outside = [5, 6, 8, 10, 13, 14, 26];

    /// <summary>Whether the database could not be used for now, for reasons that lie outside ChatApp; nothing was changed then, and trying again later makes sense.</summary>
    public static bool IsTrouble(Exception exception) => exception switch
    {
        SqliteException sqlite => Array.IndexOf(Outside, sqlite.SqliteErrorCode) >= 0,
        DbUpdateException or RetryLimitExceededException => exception.InnerException is { } inner && IsTrouble(inner),
        DbException other => other.IsTransient,
        _ => false,
    };
}
