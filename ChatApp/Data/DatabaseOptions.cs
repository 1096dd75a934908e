using System.ComponentModel.DataAnnotations;

namespace ChatApp.Data;

public enum DatabaseProvider
{
    Sqlite,
    SqlServer,
}

internal sealed class DatabaseOptions
{
    public const string Section = "Database";

    [EnumDataType(typeof(DatabaseProvider), ErrorMessage = "Database:Provider must be Sqlite or SqlServer.")]
    public DatabaseProvider Provider { get; init; } = DatabaseProvider.Sqlite;
}
