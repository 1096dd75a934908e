using ChatApp.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace ChatApp.Tests.Data;

[SqliteOnly("opens its file")]
public sealed class MigrationTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnEmptyFolderGetsTheWholeSchemaOnceAndForAll()
    {
        using var folder = new Folder();
        await using var db = folder.Open();

        await db.BringUpToDateAsync(Ct);
        await db.BringUpToDateAsync(Ct);

        Assert.Empty(await db.Database.GetPendingMigrationsAsync(Ct));
        Assert.Equal(Line.OnlyId, (await db.Lines.SingleAsync(Ct)).Id);
        Assert.Equal("wal", await db.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").SingleAsync(Ct));
    }

    [Fact]
    public async Task AMigrationThatWasKilledDoesNotHoldUpTheNextStart()
    {
        using var folder = new Folder();
        await using var db = folder.Open();
        await db.BringUpToDateAsync(Ct);
        await db.Database.ExecuteSqlRawAsync("INSERT INTO __EFMigrationsLock VALUES (1, '2026-01-01')", Ct);

        await db.BringUpToDateAsync(Ct).WaitAsync(TimeSpan.FromSeconds(20), Ct);
    }

    [Fact]
    public async Task NodesThatStartTogetherMigrateOneAfterTheOther()
    {
        using var folder = new Folder();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            await using var db = folder.Open();
            await db.BringUpToDateAsync(Ct);
        })));

        await using var checking = folder.Open();
        Assert.Empty(await checking.Database.GetPendingMigrationsAsync(Ct));
    }

    [Fact]
    public void TheModelOfSqliteHasItsMigration()
    {
        using var db = new SqliteDesignTimeFactory().CreateDbContext([]);
        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public void TheModelOfPostgreSqlHasItsMigration()
    {
        using var db = new PostgreSqlDesignTimeFactory().CreateDbContext([]);
        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public void TheModelOfSqlServerHasItsMigration()
    {
        using var db = new SqlServerDesignTimeFactory().CreateDbContext([]);
        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public void TheScriptForSqlServerIsGoodSql()
    {
        using var db = new SqlServerDesignTimeFactory().CreateDbContext([]);
        var script = db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);
        Assert.Contains("CREATE TABLE [Replies]", script, StringComparison.Ordinal);

        new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(script), out var errors);

        Assert.Empty(errors.Select(error => $"{error.Line}: {error.Message}"));
    }
}
