using ChatApp.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Tests.Data;

/// <summary>A data folder that goes with its test.</summary>
internal sealed class Folder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("chatapp-data-").FullName;

    public string Database => System.IO.Path.Combine(Path, "chatapp.db");

    public SqliteChatDbContext Open()
    {
        var options = new DbContextOptionsBuilder<SqliteChatDbContext>();
        options.UseDatabase(DatabaseProvider.Sqlite, $"Data Source={Database};Pooling=False");
        return new(options.Options);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
