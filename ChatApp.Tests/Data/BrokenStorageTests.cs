using System.Net;
using System.Net.Http.Json;
using ChatApp.Data;

namespace ChatApp.Tests.Data;

/// <summary>Starts on a database that is damaged, gone or cannot be written: each ends with one sentence, and nothing is made worse.</summary>
[SqliteOnly("breaks its file")]
public sealed class BrokenStorageTests
{
    private const string Refusal = "The database cannot be opened or brought up to date";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ATruncatedDatabaseIsASentenceAndStaysAsItIs()
    {
        using var folder = new Folder();
        await using (var db = folder.Open())
            await db.BringUpToDateAsync(Ct);
        await using (var file = File.OpenWrite(folder.Database))
            file.SetLength(file.Length / 3 + 100);
        var left = await File.ReadAllBytesAsync(folder.Database, Ct);

        var (code, errors, _) = await AppRun.RefusedAsync(folder.Path);

        Assert.Equal(1, code);
        Assert.StartsWith(Refusal, OnlyLine(errors), StringComparison.Ordinal);
        Assert.Equal(left, await File.ReadAllBytesAsync(folder.Database, Ct));
    }

    [Fact]
    public async Task AMissingDatabaseBesideFilesOfPeopleIsASentenceAndTheFilesStay()
    {
        using var folder = new Folder();
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Path, "files", "somebody")).FullName, "bytes");
        await File.WriteAllTextAsync(file, "kept", Ct);

        var (code, errors, _) = await AppRun.RefusedAsync(folder.Path);

        Assert.Equal(1, code);
        Assert.StartsWith($"There is no database at {folder.Database}", OnlyLine(errors), StringComparison.Ordinal);
        Assert.Equal("kept", await File.ReadAllTextAsync(file, Ct));
        Assert.False(File.Exists(folder.Database));
    }

    [Fact]
    public async Task ADiskThatIsFullInTheMigrationIsASentenceAndAStartWithRoomFinishesIt()
    {
        using var disk = Disk.Mount(kilobytes: 200);

        var (code, errors, _) = await AppRun.RefusedAsync(disk.Folder);

        Assert.Equal(1, code);
        Assert.StartsWith(Refusal, OnlyLine(errors), StringComparison.Ordinal);
        Assert.Contains("full", errors, StringComparison.Ordinal);
        disk.Remount("size=64m");
        using var again = AppRun.Start(disk.Folder);
        await again.WaitUntilLiveAsync();
    }

    [Fact]
    public async Task ADiskThatOnlyReadsIsASentence()
    {
        using var disk = Disk.Mount(kilobytes: 200);
        disk.Remount("ro");

        var (code, errors, _) = await AppRun.RefusedAsync(disk.Folder);

        Assert.Equal(1, code);
        Assert.StartsWith($"Storage:Path is {disk.Folder}, and ChatApp cannot write there", OnlyLine(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABackupOfARunningSystemIsOneThatPeopleCanLogInTo()
    {
        using var folder = new Folder();
        using var copies = new Folder();
        var copy = Path.Combine(copies.Path, "copy");
        var person = new { email = "ann@example.org", password = "a long enough secret" };
        using (var run = AppRun.Start(folder.Path, ("Node:Name", "first")))
        {
            await run.WaitUntilLiveAsync();
            using var client = new HttpClient { BaseAddress = run.Address };
            (await client.PostAsJsonAsync("/api/auth/register", person, Ct)).EnsureSuccessStatusCode();

            var (code, errors, output) = await AppRun.CommandAsync(folder.Path, "backup", copy);

            Assert.Equal((0, ""), (code, errors));
            Assert.StartsWith($"Backed up to {copy}", OnlyLine(output), StringComparison.Ordinal);
            var (refused, already, _) = await AppRun.CommandAsync(folder.Path, "backup", copy);
            Assert.Equal(1, refused);
            Assert.Contains("is there already", OnlyLine(already), StringComparison.Ordinal);
        }
        using var restored = AppRun.Start(copy, ("Node:Name", "second"));
        await restored.WaitUntilLiveAsync();
        using var later = new HttpClient { BaseAddress = restored.Address };

        using var answer = await later.PostAsJsonAsync("/api/auth/login", person, Ct);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static string OnlyLine(string text) => Assert.Single(text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
}
