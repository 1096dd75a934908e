using System.ComponentModel.DataAnnotations;

namespace ChatApp.Data;

internal enum DatabaseProvider
{
    Sqlite,
    PostgreSql,
    SqlServer,
}

internal sealed class DatabaseOptions
{
    public const string Section = "Database";

    [EnumDataType(typeof(DatabaseProvider), ErrorMessage = "Database:Provider must be Sqlite, PostgreSql or SqlServer.")]
    public DatabaseProvider Provider { get; init; } = DatabaseProvider.Sqlite;

    /// <summary><c>ConnectionStrings:Default</c>, or with SQLite and no such setting a file below <c>Storage:Path</c>.</summary>
    public string Connection { get; set; } = "";
}
