using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ChatApp.Tests.Data;
using ChatApp.Tests.Running;

namespace ChatApp.Tests.Files;

/// <summary>The machine fails in the middle of an upload.</summary>
[EveryDatabase]
public sealed class FileTroubleTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AfterAKillAtHalfTheUploadGoesOnWhereItWas()
    {
        using var folder = new Folder();
        string path;
        using (var run = AppRun.Start(folder.Path))
        {
            await run.WaitUntilLiveAsync();
            using var client = new HttpClient { BaseAddress = run.Address };
            (await client.PostAsJsonAsync("/api/auth/register", new { email = "a@example.org", password = TestApp.Password }, Ct)).Dispose();
            await TestApp.LogInAsync(client, "a@example.org");
            using var begun = await client.AnnounceAsync("a.txt", 1000);
            path = begun.Headers.Location!.ToString();
            using var half = new TcpClient();
            await half.ConnectAsync(run.Address.Host, run.Address.Port, Ct);
            await half.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"PATCH {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {client.DefaultRequestHeaders.Authorization}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: 1000\r\n\r\n{new string('a', 500)}"), Ct);
            var partial = Path.Combine(folder.Path, "files", "uploads", Guid.Parse(path.Split('/')[^1]).ToString("N"));
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            while (new FileInfo(partial) is not { Exists: true, Length: 500 })
                await Task.Delay(20, patience.Token);
            run.Kill();
        }
        using var again = AppRun.Start(folder.Path);
        await again.WaitUntilLiveAsync();
        using var person = new HttpClient { BaseAddress = again.Address };
        await TestApp.LogInAsync(person, "a@example.org");

        using var asked = await person.TusAsync(HttpMethod.Head, path);
        using var rest = await person.AppendAsync(path, 500, Encoding.ASCII.GetBytes(new string('b', 500)));

        Assert.Equal("500", asked.Headers.GetValues("Upload-Offset").Single());
        Assert.Equal(HttpStatusCode.NoContent, rest.StatusCode);
        Assert.Equal(new string('a', 500) + new string('b', 500), await person.GetStringAsync($"/api/files/{path.Split('/')[^1]}", Ct));
    }

    [Fact]
    public async Task TheWebProcessHardlyGrowsWhileBombsAreRead()
    {
        using var folder = new Folder();
        using var run = AppRun.Start(folder.Path);
        await run.WaitUntilLiveAsync();
        using var client = new HttpClient { BaseAddress = run.Address };
        (await client.PostAsJsonAsync("/api/auth/register", new { email = "a@example.org", password = TestApp.Password }, Ct)).Dispose();
        await TestApp.LogInAsync(client, "a@example.org");
        var person = new TestPerson(client, "a@example.org", default, "");
        await person.CheckedAsync((await person.UploadAsync("first.png", Samples.Png())).Id);
        (string, byte[])[] bombs =
        [
            ("pdf.pdf", Bombs.Pdf(600)), ("word.docx", Bombs.Docx(120)), ("wide.png", Bombs.Png(50_000, 50_000)), ("frames.gif", Bombs.AnimatedGif(7_000, 7_000, 30_000)),
        ];

        var (before, most) = (run.Resident, 0L);
        var reading = Task.WhenAll(bombs.Select(async bomb => await person.CheckedAsync((await person.UploadAsync(bomb.Item1, bomb.Item2)).Id)));
        while (!reading.IsCompleted)
        {
            most = Math.Max(most, run.Resident);
            await Task.WhenAny(reading, Task.Delay(20, Ct));
        }
        await reading;

        Assert.InRange(most - before, 0, 100 << 20);
    }

    [Fact]
    public async Task AFullDiskIsSaidAndLeavesNoHalfFile()
    {
        using var folder = new Folder();
        var disk = Directory.CreateDirectory(Path.Combine(folder.Path, "files")).FullName;
        Assert.SkipUnless(OperatingSystem.IsLinux() && await RunAsync("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk), "A small disk can only be made by root.");
        try
        {
            await using var app = TestApp.Start(folder: folder.Path);
            var person = await app.NewPersonAsync();
            var large = Encoding.ASCII.GetBytes(new string('a', 5 << 20));

            using var inOneGo = await person.Client.TryUploadAsync("a.txt", large);
            using var begun = await person.Client.AnnounceAsync("a.txt", large.Length);
            using var inPieces = await person.Client.AppendAsync(begun.Headers.Location!.ToString(), 0, large);
            foreach (var answer in new[] { inOneGo, inPieces })
                Assert.Equal(((HttpStatusCode)507, "urn:chatapp:disk-full"), (answer.StatusCode, await answer.ProblemTypeAsync()));
            using var ended = await person.Client.TusAsync(HttpMethod.Delete, begun.Headers.Location!.ToString());
            await person.CheckedAsync((await person.UploadAsync("b.txt", "1"u8.ToArray())).Id);

            var left = await person.Client.GetFromJsonAsync<JsonElement>("/api/files", Ct);
            Assert.Equal(["b.txt"], left.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("name").GetString()));
            Assert.Empty(Directory.GetFiles(Path.Combine(disk, "uploads")));
        }
        finally
        {
            await RunAsync("umount", disk);
        }
    }

    private static async Task<bool> RunAsync(string program, params string[] words)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardError = true })!;
            await process.WaitForExitAsync(CancellationToken.None);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
