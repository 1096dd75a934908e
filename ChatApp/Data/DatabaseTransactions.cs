using Microsoft.EntityFrameworkCore;

namespace ChatApp.Data;

internal static class DatabaseTransactions
{
    /// <summary>Runs the work in one transaction on a fresh context, again as a whole where the provider retries. The work must not keep state between tries.</summary>
    public static Task<T> InTransactionAsync<T>(this IDbContextFactory<ChatDbContext> databases, Func<ChatDbContext, CancellationToken, Task<T>> work, CancellationToken ct) =>
        databases.InTransactionAsync(work, static _ => true, ct);

    /// <param name="isKept">Whether this result is committed; otherwise nothing of the work is left.</param>
    public static async Task<T> InTransactionAsync<T>(
        this IDbContextFactory<ChatDbContext> databases, Func<ChatDbContext, CancellationToken, Task<T>> work, Func<T, bool> isKept, CancellationToken ct)
    {
        await using var outer = await databases.CreateDbContextAsync(ct);
        return await outer.Database.CreateExecutionStrategy().ExecuteAsync(async ct =>
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var result = await work(db, ct);
            if (isKept(result))
                await transaction.CommitAsync(ct);
            return result;
        }, ct);
    }
}
