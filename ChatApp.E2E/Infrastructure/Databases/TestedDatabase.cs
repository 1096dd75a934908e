namespace ChatApp.E2E.Infrastructure.Databases;

/// <summary>Which database the running test is on, by the name of the setting <c>Database:Provider</c>.</summary>
internal static class TestedDatabase
{
    public const string Sqlite = "Sqlite";
    public const string PostgreSql = "PostgreSql";
    public const string SqlServer = "SqlServer";

    /// <summary>The connection string of a SQL Server that tests may make databases on; null without one.</summary>
    public static string? SqlServerConnection { get; } = Environment.GetEnvironmentVariable("CHATAPP_SQLSERVER") is { Length: > 0 } server ? server : null;

    /// <summary>All that tests run on here.</summary>
    public static IReadOnlyList<string> All { get; } = [Sqlite, PostgreSql, .. SqlServerConnection is null ? [] : new[] { SqlServer }];

    /// <summary>The one of the running test; else the one that <c>CHATAPP_DATABASE</c> names, for measurements and to try all journeys on it.</summary>
    public static string Current =>
        TestContext.Current.TestCase?.Traits.TryGetValue(DatabaseTestFramework.Trait, out var names) is true ? names.Single()
        : Environment.GetEnvironmentVariable("CHATAPP_DATABASE") is { Length: > 0 } name ? name
        : Sqlite;
}
