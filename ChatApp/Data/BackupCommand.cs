using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatApp.Data;

/// <summary><c>dotnet ChatApp.dll backup FOLDER</c>: a whole and consistent copy of the data folder, also while ChatApp runs. A start on the copy goes on from there.</summary>
internal static class BackupCommand
{
    private const string Name = "backup";

    /// <summary>The exit code, or null when the arguments ask for something else.</summary>
    public static async Task<int?> RunAsync(WebApplication app, string[] args)
    {
        if (args is not [Name, ..])
            return null;
        if (args is not [Name, var folder, ..] || folder.StartsWith('-'))
            return await RefuseAsync("Say where to: backup FOLDER");
        if (app.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value.Provider is not DatabaseProvider.Sqlite)
            return await RefuseAsync("The database is on a server: back it up there, and copy the data folder beside it.");
        var target = Path.GetFullPath(folder);
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
            return await RefuseAsync($"{target} is there already. A backup never writes over anything: name a new folder.");
        try
        {
            var source = app.Services.GetRequiredService<IOptions<StorageOptions>>().Value.Path;
            await using var db = await app.Services.GetRequiredService<IDbContextFactory<ChatDbContext>>().CreateDbContextAsync();
            await Console.Out.WriteLineAsync(Copy(source, (SqliteConnection)db.Database.GetDbConnection(), target));
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DbException)
        {
            return await RefuseAsync($"No backup was made: {e.Message}");
        }
    }

    // Files never change, but come and go: copied before the database, and once more after it, none that it names is missing.
    private static string Copy(string source, SqliteConnection database, string target)
    {
        if (!File.Exists(database.DataSource))
            throw new FileNotFoundException($"there is no database at {database.DataSource}. Use the settings that ChatApp runs with.");
        var unfinished = target + ".unfinished";
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        StorageFolder.CreatePrivate(unfinished);
        CopyFolders(source, unfinished, target);
        var copy = CopyDatabase(database, Path.Combine(unfinished, Path.GetFileName(database.DataSource)));
        var files = CopyFolders(source, unfinished, target);
        if (Directory.Exists(target))
            Directory.Delete(target);
        Directory.Move(unfinished, target);
        return $"Backed up to {target}: the database ({copy / 1024:N0} KB) and {files} files. To restore, stop ChatApp and start it with Storage:Path set to a copy of that folder.";
    }

    private static long CopyDatabase(SqliteConnection database, string path)
    {
        StorageFolder.CreatePrivateFile(path);
        using (var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString))
        {
            database.Open();
            copy.Open();
            // One step: writers go on meanwhile, and the copy is the database of one moment.
            database.BackupDatabase(copy);
            using var check = copy.CreateCommand();
            check.CommandText = "PRAGMA quick_check(1)";
            if (check.ExecuteScalar() is not "ok")
                throw new IOException("the copy of the database did not pass SQLite's check.");
            // Nobody lives in the copy, and whoever starts on it under another name need not wait to find that out.
            check.CommandText = "DELETE FROM Nodes";
            check.ExecuteNonQuery();
        }
        return new FileInfo(path).Length;
    }

    /// <returns>How many files lie in the copy now.</returns>
    private static int CopyFolders(string source, string unfinished, string target)
    {
        var count = 0;
        foreach (var folder in new DirectoryInfo(source).EnumerateDirectories().Where(folder => folder.FullName != unfinished && folder.FullName != target))
            foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
            {
                var path = Path.Combine(unfinished, Path.GetRelativePath(source, file.FullName));
                if (!File.Exists(path))
                {
                    StorageFolder.CreatePrivate(Path.GetDirectoryName(path)!);
                    CopyFile(file.FullName, path);
                }
                count++;
            }
        return count;
    }

    private static void CopyFile(string from, string to)
    {
        try
        {
            File.Copy(from, to);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Deleted this very moment.
        }
    }

    private static async Task<int> RefuseAsync(string sentence)
    {
        await Console.Error.WriteLineAsync(sentence);
        return 1;
    }
}
