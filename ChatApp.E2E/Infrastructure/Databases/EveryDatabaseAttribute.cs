namespace ChatApp.E2E.Infrastructure.Databases;

/// <summary>
/// The tests of this class run once on each database: SQLite, PostgreSQL, and SQL Server where <c>CHATAPP_SQLSERVER</c>
/// names one. <see cref="TestedDatabase"/> tells a running test which one is its own.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EveryDatabaseAttribute : Attribute;

/// <summary>The tests of this class run on PostgreSQL alone.</summary>
/// <param name="reason">What in it belongs to PostgreSQL.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PostgreSqlOnlyAttribute(string reason) : Attribute
{
    public string Reason { get; } = reason;
}

/// <summary>A test, or a whole class of them, that runs on SQLite alone.</summary>
/// <param name="reason">What in it belongs to SQLite.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class SqliteOnlyAttribute(string reason) : Attribute
{
    public string Reason { get; } = reason;
}
