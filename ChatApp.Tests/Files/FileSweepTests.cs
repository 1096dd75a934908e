using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatApp.Data;
using ChatApp.Files;
using ChatApp.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatApp.Tests.Files;

[EveryDatabase]
public sealed class FileSweepTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatWasNeverSentGoesAfterADayAndWhatWasSentStays()
    {
        var person = await shared.App.NewPersonAsync();
        var (old, sent, fresh) = (await person.UploadAsync("old.txt", "1"u8.ToArray()), await person.UploadAsync("sent.txt", "2"u8.ToArray()), await person.UploadAsync("fresh.txt", "3"u8.ToArray()));
        using var begun = await person.Client.AnnounceAsync("half.txt", 10);
        var half = Guid.Parse(begun.Headers.Location!.ToString().Split('/')[^1]);
        foreach (var file in new[] { old, sent, fresh })
            await person.CheckedAsync(file.Id);
        var conversation = (await (await person.Client.PostAsJsonAsync("/api/chat/conversation", new { }, Ct)).Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetGuid();
        var (oldId, sentId) = (Guid.Parse(old.Id), Guid.Parse(sent.Id));
        await shared.App.QueryAsync(db => db.Files.Where(file => file.Id == sentId).ExecuteUpdateAsync(file => file.SetProperty(row => row.ConversationId, conversation), Ct));
        await shared.App.QueryAsync(db => db.Files.Where(file => file.Id == oldId || file.Id == sentId || file.Id == half).ExecuteUpdateAsync(file => file.SetProperty(row => row.CreatedAt, row => row.CreatedAt.AddDays(-2)), Ct));

        await SweepAsync();

        Assert.Equal(["fresh.txt", "sent.txt"], await shared.App.QueryAsync(db => db.Files.OwnedBy(person.Id).Select(file => file.Name).Order().ToListAsync(Ct)));
        Assert.Equal(2, BytesOf(person.Id).Count(path => !Path.HasExtension(path)));
        Assert.False(File.Exists(Path.Combine(shared.App.Folder, "files", "uploads", half.ToString("N"))));
    }

    [Fact]
    public async Task BytesThatNoRowNamesGoOnceTheyAreOldAndNotBefore()
    {
        var person = await shared.App.NewPersonAsync();
        var kept = await person.UploadAsync("kept.txt", "1"u8.ToArray());
        await person.CheckedAsync(kept.Id);
        var folder = Path.Combine(shared.App.Folder, "files", person.Id.ToString("N"));
        var (old, young, upload) = (Path.Combine(folder, new string('a', 64)), Path.Combine(folder, new string('b', 64)), Path.Combine(shared.App.Folder, "files", "uploads", Guid.NewGuid().ToString("N")));
        Directory.CreateDirectory(Path.GetDirectoryName(upload)!);
        foreach (var path in new[] { old, old + ".text", young, upload })
            await File.WriteAllTextAsync(path, "x", Ct);
        foreach (var path in Directory.GetFiles(folder).Where(path => path != young).Append(upload))
            File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        await SweepAsync();

        Assert.Equal((false, false, true, false), (File.Exists(old), File.Exists(old + ".text"), File.Exists(young), File.Exists(upload)));
        Assert.Equal("1", await person.Client.GetStringAsync($"/api/files/{kept.Id}", Ct));
    }

    [Fact]
    public async Task FilesOfAPersonWhoIsGoneGoToo()
    {
        var person = await shared.App.NewPersonAsync();
        await person.CheckedAsync((await person.UploadAsync("a.txt", "1"u8.ToArray())).Id);
        await shared.App.QueryAsync(db => db.Users.Where(user => user.Id == person.Id).ExecuteDeleteAsync(Ct));
        foreach (var path in BytesOf(person.Id))
            File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        await SweepAsync();

        Assert.Empty(BytesOf(person.Id));
    }

    [Fact]
    public async Task WhatTheEngineForgotToReadIsReadAfterTheNextLook()
    {
        var person = await shared.App.NewPersonAsync();
        var id = (await person.UploadAsync("a.txt", "1"u8.ToArray())).Id;
        await person.CheckedAsync(id);
        var fileId = Guid.Parse(id);
        await shared.App.QueryAsync(db => db.Files.Where(file => file.Id == fileId).ExecuteUpdateAsync(file => file.SetProperty(row => row.State, FileState.Checking), Ct));

        await SweepAsync();
        await SweepAsync();

        Assert.Equal("ready", (await person.CheckedAsync(id)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task AFileWithoutItsBytesIsGoneAndComesBackWithThem()
    {
        var person = await shared.App.NewPersonAsync();
        var (lost, kept) = (await person.UploadAsync("lost.txt", "12345"u8.ToArray()), await person.UploadAsync("kept.txt", "123"u8.ToArray()));
        foreach (var file in new[] { lost, kept })
            await person.CheckedAsync(file.Id);
        var lostId = Guid.Parse(lost.Id);
        var path = Path.Combine(shared.App.Folder, "files", person.Id.ToString("N"), (await shared.App.QueryAsync(db => db.Files.Where(file => file.Id == lostId).Select(file => file.Hash).SingleAsync(Ct)))!);
        File.Move(path, path + "-away");

        await SweepAsync();

        var info = await person.InfoAsync(lost.Id);
        Assert.Equal(("gone", "This file is no longer on the server."), (info.GetProperty("state").GetString(), info.GetProperty("problem").GetString()));
        Assert.Equal("ready", (await person.InfoAsync(kept.Id)).GetProperty("state").GetString());
        Assert.Equal(3, (await person.Client.GetFromJsonAsync<JsonElement>("/api/files/limits", Ct)).GetProperty("used").GetInt64());
        foreach (var part in new[] { "", "/text" })
        {
            using var answer = await person.Client.GetAsync($"/api/files/{lost.Id}{part}", Ct);
            Assert.Equal((HttpStatusCode.NotFound, "urn:chatapp:file-gone"), (answer.StatusCode, await answer.ProblemTypeAsync()));
        }
        using var sent = await person.Client.PostAsJsonAsync("/api/chat/message", new { clientMessageId = Guid.NewGuid(), text = "Take it", fileIds = new[] { lost.Id } }, Ct);
        Assert.Contains("“lost.txt” is no longer on the server. Attach it again.", await sent.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);

        File.Move(path + "-away", path);
        await SweepAsync();

        Assert.Equal("ready", (await person.CheckedAsync(lost.Id)).GetProperty("state").GetString());
        Assert.Equal("12345", await person.Client.GetStringAsync($"/api/files/{lost.Id}", Ct));
    }

    [Fact]
    public async Task WhoeverAsksForBytesThatAreGoneIsToldAtOnce()
    {
        var person = await shared.App.NewPersonAsync();
        var id = (await person.UploadAsync("photo.png", Samples.Png())).Id;
        await person.CheckedAsync(id);
        foreach (var path in BytesOf(person.Id))
            File.Delete(path);

        using var answer = await person.Client.GetAsync($"/api/files/{id}/picture", Ct);

        Assert.Equal((HttpStatusCode.NotFound, "urn:chatapp:file-gone"), (answer.StatusCode, await answer.ProblemTypeAsync()));
        Assert.Equal("gone", (await person.InfoAsync(id)).GetProperty("state").GetString());
        // Attached again, it is a file like any other.
        Assert.Equal("ready", (await person.CheckedAsync((await person.UploadAsync("photo.png", Samples.Png())).Id)).GetProperty("state").GetString());
    }

    private async Task SweepAsync() => Assert.StartsWith("Files removed: ", await shared.App.Services.GetRequiredService<FileSweep>().RunAsync(Ct), StringComparison.Ordinal);

    private string[] BytesOf(Guid person) => Directory.GetFiles(Path.Combine(shared.App.Folder, "files", person.ToString("N")));
}
