using System.Globalization;
using Npgsql;

namespace ChatApp.E2E.Infrastructure.Databases;

/// <summary>A PostgreSQL of this run's own: a cluster in a temporary folder, on a free port of loopback, gone with the run.</summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    private const string User = "postgres";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private readonly string binaries;
    private readonly DirectoryInfo folder;
    private readonly int port = ChildProcess.FreePort();
    private ChildProcess? process;
    private bool disposed;

    private PostgreSqlServer(string binaries, DirectoryInfo folder)
    {
        this.binaries = binaries;
        this.folder = folder;
    }

    private string Data => Path.Combine(folder.FullName, "data");

    /// <summary>Makes a cluster and starts it; fetches Debian's PostgreSQL where there is none.</summary>
    public static async Task<PostgreSqlServer> StartNewAsync(CancellationToken ct)
    {
        var binaries = FindBinaries() ?? await InstallAsync(ct);
        var server = new PostgreSqlServer(binaries, Directory.CreateTempSubdirectory("chatapp-postgres-"));
        if (IsRoot)
            await RunAsync("chown", [User, server.folder.FullName], ct);
        // Nothing here outlives the machine, so nothing waits for the disk. The locale is one that every Debian has.
        await server.RunAsOwnerAsync("initdb", ["--pgdata", server.Data, "--username", User, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"], ct);
        await server.StartAsync(ct);
        return server;
    }

    /// <summary>How to reach one of its databases.</summary>
    public string ConnectionTo(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = User,
        Database = database,
    }.ConnectionString;

    /// <param name="template">A database that nobody is connected to; null makes an empty one.</param>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateAsync(string database, string? template, CancellationToken ct)
    {
        await ExecuteAsync($"CREATE DATABASE \"{database}\"" + (template is null ? "" : $" TEMPLATE \"{template}\" STRATEGY FILE_COPY"), ct);
        return ConnectionTo(database);
    }

    /// <summary>Ends its connections too; a database that is not there is no error.</summary>
    public Task DropAsync(string database, CancellationToken ct) => ExecuteAsync($"DROP DATABASE IF EXISTS \"{database}\" WITH (FORCE)", ct);

    public async Task StartAsync(CancellationToken ct)
    {
        process?.Dispose();
        string[] options = ["listen_addresses=127.0.0.1", $"unix_socket_directories={folder.FullName}", "max_connections=400", "client_connection_check_interval=200ms", "fsync=off", "synchronous_commit=off", "full_page_writes=off"];
        process = OwnerProcess("postgres", ["-D", Data, "-p", port.ToString(CultureInfo.InvariantCulture), .. options.SelectMany(option => new[] { "-c", option })]);
        try
        {
            await Poll.UntilAsync("PostgreSQL to answer", StartTimeout, () => AnswersAsync(ct), ct);
        }
        catch (TimeoutException late)
        {
            throw new InvalidOperationException("PostgreSQL did not start:\n" + string.Join('\n', process.Lines), late);
        }
    }

    /// <summary>Stops it as an operator does: open connections are ended at once.</summary>
    public Task StopAsync(CancellationToken ct) => RunAsOwnerAsync("pg_ctl", ["stop", "-D", Data, "-m", "fast", "-w"], ct);

    public async ValueTask DisposeAsync()
    {
        if (disposed)
            return;
        disposed = true;
        try
        {
            await RunAsOwnerAsync("pg_ctl", ["stop", "-D", Data, "-m", "immediate", "-w"], CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            // It was stopped already.
        }
        process?.Dispose();
        folder.Delete(recursive: true);
    }

    private static bool IsRoot => Environment.UserName == "root";

    private async Task<bool> AnswersAsync(CancellationToken ct)
    {
        if (process!.HasExited)
            throw new InvalidOperationException("PostgreSQL ended at its start:\n" + string.Join('\n', process.Lines));
        try
        {
            await ExecuteAsync("SELECT 1", ct);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task ExecuteAsync(string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionTo(User)) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    // PostgreSQL refuses to run as root.
    private ChildProcess OwnerProcess(string program, IEnumerable<string> arguments) => IsRoot
        ? new("setpriv", [$"--reuid={User}", $"--regid={User}", "--init-groups", Path.Combine(binaries, program), .. arguments], folder: folder.FullName)
        : new(Path.Combine(binaries, program), arguments, folder: folder.FullName);

    private async Task RunAsOwnerAsync(string program, IEnumerable<string> arguments, CancellationToken ct)
    {
        using var run = OwnerProcess(program, arguments);
        await ExpectSuccessAsync(run, program, StartTimeout, ct);
    }

    private static async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken ct)
    {
        using var run = new ChildProcess(program, arguments);
        await ExpectSuccessAsync(run, program, StartTimeout, ct);
    }

    private static async Task ExpectSuccessAsync(ChildProcess run, string program, TimeSpan timeout, CancellationToken ct)
    {
        if (!await run.ExitedWithinAsync(timeout, ct) || run.ExitCode != 0)
            throw new InvalidOperationException($"{program} failed:\n" + string.Join('\n', run.Lines));
    }

    // Debian keeps each version in a folder of its own, outside PATH.
    private static string? FindBinaries()
    {
        const string versions = "/usr/lib/postgresql";
        return Directory.Exists(versions)
            ? Directory.EnumerateDirectories(versions)
                .Select(version => Path.Combine(version, "bin"))
                .Where(folder => File.Exists(Path.Combine(folder, "initdb")))
                .MaxBy(folder => int.TryParse(Path.GetFileName(Path.GetDirectoryName(folder)), CultureInfo.InvariantCulture, out var number) ? number : 0)
            : null;
    }

    private static async Task<string> InstallAsync(CancellationToken ct)
    {
        using var apt = new ChildProcess("/bin/sh",
            ["-c", "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql"]);
        await ExpectSuccessAsync(apt, "apt-get", TimeSpan.FromMinutes(10), ct);
        return FindBinaries() ?? throw new InvalidOperationException("PostgreSQL was installed and is not where Debian puts it.");
    }
}
