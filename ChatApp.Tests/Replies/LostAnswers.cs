using System.Data.Common;
using ChatApp.Data;
using ChatApp.Tests.Running;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ChatApp.Tests.Replies;

/// <summary>A connection that breaks after a commit has arrived and before its answer has.</summary>
internal sealed class LostAnswers : DbTransactionInterceptor
{
    private int losing;

    public bool HasLost { get; private set; }

    public void Add(IServiceCollection services)
    {
        services.ConfigureDbContext<SqliteChatDbContext>(options => options.AddInterceptors(this));
        services.ConfigureDbContext<PostgreSqlChatDbContext>(options => options.AddInterceptors(this));
        services.ConfigureDbContext<SqlServerChatDbContext>(options => options.AddInterceptors(this));
    }

    public void LoseNext() => Volatile.Write(ref losing, 1);

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref losing, 0) == 0)
            return Task.CompletedTask;
        HasLost = true;
        throw TestDatabase.Provider is DatabaseProvider.Sqlite
            ? new SqliteException("The answer was lost.", 10)
            : new NpgsqlException("The answer was lost.", new IOException());
    }
}
