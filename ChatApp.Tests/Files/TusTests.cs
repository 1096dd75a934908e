using System.Net;
using ChatApp.Tests.Running;

namespace ChatApp.Tests.Files;

/// <summary>Resumable uploads, call by call.</summary>
[EveryDatabase]
public sealed class TusTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheServerSaysWhatItUnderstands()
    {
        var person = await shared.App.NewPersonAsync();
        using var answer = await person.Client.TusAsync(HttpMethod.Options, "/api/files/uploads");

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(("1.0.0", "1.0.0", "creation,termination,expiration", $"{100 << 20}"), (Header(answer, "Tus-Resumable"), Header(answer, "Tus-Version"), Header(answer, "Tus-Extension"), Header(answer, "Tus-Max-Size")));
    }

    [Fact]
    public async Task AnUploadGoesOnFromTheLastByteTheServerHas()
    {
        var person = await shared.App.NewPersonAsync();
        using var begun = await person.Client.AnnounceAsync("a.txt", 10);
        var path = begun.Headers.Location!.ToString();
        Assert.Equal(HttpStatusCode.Created, begun.StatusCode);
        Assert.NotNull(Header(begun, "Upload-Expires"));

        using (var first = await person.Client.AppendAsync(path, 0, "01234"u8.ToArray()))
            Assert.Equal((HttpStatusCode.NoContent, "5"), (first.StatusCode, Header(first, "Upload-Offset")));
        using (var wrong = await person.Client.AppendAsync(path, 3, "34567"u8.ToArray()))
            Assert.Equal((HttpStatusCode.Conflict, "urn:chatapp:upload-offset"), (wrong.StatusCode, await wrong.ProblemTypeAsync()));
        using (var asked = await person.Client.TusAsync(HttpMethod.Head, path))
            Assert.Equal((HttpStatusCode.OK, "5", "10"), (asked.StatusCode, Header(asked, "Upload-Offset"), Header(asked, "Upload-Length")));
        using (var rest = await person.Client.AppendAsync(path, 5, "56789"u8.ToArray()))
            Assert.Equal((HttpStatusCode.NoContent, "10"), (rest.StatusCode, Header(rest, "Upload-Offset")));

        var id = path.Split('/')[^1];
        Assert.Equal("0123456789", await person.Client.GetStringAsync($"/api/files/{id}", Ct));
        Assert.Equal("ready", (await person.CheckedAsync(id)).GetProperty("state").GetString());
        using var whole = await person.Client.TusAsync(HttpMethod.Head, path);
        Assert.Equal("10", Header(whole, "Upload-Offset"));
    }

    [Fact]
    public async Task AnUploadThatIsGivenUpLeavesNothing()
    {
        var person = await shared.App.NewPersonAsync();
        using var begun = await person.Client.AnnounceAsync("a.txt", 10);
        var path = begun.Headers.Location!.ToString();
        using var piece = await person.Client.AppendAsync(path, 0, "01234"u8.ToArray());

        using var ended = await person.Client.TusAsync(HttpMethod.Delete, path);
        using var asked = await person.Client.TusAsync(HttpMethod.Head, path);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (ended.StatusCode, asked.StatusCode));
        Assert.False(File.Exists(Path.Combine(shared.App.Folder, "files", "uploads", Guid.Parse(path.Split('/')[^1]).ToString("N"))));
    }

    [Fact]
    public async Task WhatCannotBeTakenIsRefusedBeforeTheFirstByteWhereItIsKnown()
    {
        var person = await shared.App.NewPersonAsync();

        foreach (var (name, length, status, type) in new[]
        {
            ("a.exe", 5L, 415, "file-type"),
            ("a.heic", 5, 415, "file-type"),
            ("a.svg", 5, 415, "file-type"),
            ("a.png", (20L << 20) + 1, 413, "file-too-large"),
            ("a.pdf", 0, 422, "file-empty"),
        })
        {
            using var answer = await person.Client.AnnounceAsync(name, length);
            Assert.Equal((name, status, "urn:chatapp:" + type), (name, (int)answer.StatusCode, await answer.ProblemTypeAsync()));
        }
    }

    [Fact]
    public async Task ContentThatIsNotWhatItsNameSaysEndsTheUpload()
    {
        var person = await shared.App.NewPersonAsync();
        using var begun = await person.Client.AnnounceAsync("a.png", 100);
        var path = begun.Headers.Location!.ToString();

        using var piece = await person.Client.AppendAsync(path, 0, new byte[60]);
        using var asked = await person.Client.TusAsync(HttpMethod.Head, path);

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "urn:chatapp:file-type"), (piece.StatusCode, await piece.ProblemTypeAsync()));
        Assert.Equal(HttpStatusCode.NotFound, asked.StatusCode);
    }

    [Fact]
    public async Task MoreThanWasAnnouncedIsNotTaken()
    {
        var person = await shared.App.NewPersonAsync();
        using var begun = await person.Client.AnnounceAsync("a.txt", 5);

        using var piece = await person.Client.AppendAsync(begun.Headers.Location!.ToString(), 0, "0123456"u8.ToArray());

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, piece.StatusCode);
    }

    [Fact]
    public async Task AnotherVersionIsToldWhichOneIsSpokenHere()
    {
        var person = await shared.App.NewPersonAsync();
        using var answer = await person.Client.PostAsync("/api/files/uploads", null, Ct);

        Assert.Equal((HttpStatusCode.PreconditionFailed, "1.0.0"), (answer.StatusCode, Header(answer, "Tus-Version")));
    }

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.Single() : null;
}
