using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ChatApp.Tests.Replies;

/// <summary>Tells tests that something was written, and keeps what was asked of the database.</summary>
internal sealed class DatabaseActivity : IDbCommandInterceptor, IDbTransactionInterceptor
{
    private volatile TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The SQL of every reading command so far.</summary>
    public ConcurrentQueue<string> Reads { get; } = new();

    /// <summary>Ends with the next write; take it before looking.</summary>
    public Task Written => written.Task;

    public ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        Reads.Enqueue(command.CommandText);
        return new(result);
    }

    public ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Tell();
        return new(result);
    }

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Tell();
        return Task.CompletedTask;
    }

    private void Tell() => Interlocked.Exchange(ref written, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
