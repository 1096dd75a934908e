using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatApp.Tests.Replies;
using ChatApp.Tests.Running;

namespace ChatApp.Tests.Files;

[EveryDatabase]
public sealed class SendingFilesTests : StagedTests
{
    [Fact]
    public async Task TheModelGetsThePictureDrawnAnewAndTheTextWithNameAndPages()
    {
        await using var app = ReplyApi.Start(Stage);
        var person = await app.NewPersonAsync();
        var picture = await person.UploadAsync("photo.jpg", Samples.SidewaysJpeg(800, 400));
        var pdf = await person.UploadAsync("report.pdf", Samples.Pdf("Profits rose", "", "Losses fell"));
        await person.CheckedAsync(pdf.Id);

        var sent = await SendAsync(person, "What is this?", [picture.Id, pdf.Id]);
        var call = await Stage.NextAsync();
        await call.FinishAsync("A photo.");
        var content = Content(call);

        Assert.Equal(
            "[Picture 1: “photo.jpg”]\n\nFile “report.pdf”, 3 pages:\n[Page 1]\nProfits rose\n[Page 2]\n(a picture, without text)\n[Page 3]\nLosses fell\n[End of “report.pdf”]\n\nWhat is this?",
            content[0].GetProperty("text").GetString());
        var url = content[1].GetProperty("image_url").GetProperty("url").GetString()!;
        Assert.StartsWith("data:image/jpeg;base64,", url, StringComparison.Ordinal);
        Assert.Equal(await person.Client.GetByteArrayAsync($"/api/files/{picture.Id}/picture", Ct), Convert.FromBase64String(url.Split(',')[1]));
        var page = await person.Client.GetFromJsonAsync<JsonElement>($"/api/chat/conversation/{sent.ConversationId}", Ct);
        Assert.Equal(["photo.jpg", "report.pdf"], page.GetProperty("messages")[0].GetProperty("files").EnumerateArray().Select(file => file.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task APictureIsScaledToTheLimitOfTheEndpointThatGetsIt()
    {
        await using var app = ReplyApi.Start(Stage,
            ("Files:PictureSide", "400"),
            ("Models:Endpoints:1:Name", "small"), ("Models:Endpoints:1:Url", Stage.Url.ToString()), ("Models:Endpoints:1:Models", "beta"), ("Models:Endpoints:1:PictureSide", "256"),
            ("Models:Endpoints:2:Name", "large"), ("Models:Endpoints:2:Url", Stage.Url.ToString()), ("Models:Endpoints:2:Models", "gamma"), ("Models:Endpoints:2:PictureSide", "8192"));
        var person = await app.NewPersonAsync();
        var picture = await person.UploadAsync("photo.jpg", Samples.SidewaysJpeg(800, 500));

        var sent = await SendAsync(person, "What is this?", [picture.Id]);
        var general = await SizeAsync(sent.ReplyId);
        var (small, large, again) = (await RegeneratedAsync("small/beta"), await RegeneratedAsync("large/gamma"), await RegeneratedAsync("small/beta"));

        Assert.Equal((250, 400), general);
        Assert.Equal((160, 256), small);
        Assert.Equal((500, 800), large);
        Assert.Equal(small, again);
        Assert.Single(Directory.GetFiles(Path.Combine(app.Folder, "files", person.Id.ToString("N")), "*.picture256"));

        async Task<(int, int)> RegeneratedAsync(string model)
        {
            using var answer = await person.Client.PostAsJsonAsync($"/api/chat/message/{sent.ReplyId}/regenerate", new { clientId = Guid.NewGuid(), model }, Ct);
            return await SizeAsync((await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("replyId").GetString()!);
        }

        async Task<(int, int)> SizeAsync(string replyId)
        {
            var call = await Stage.NextAsync();
            await call.FinishAsync("A photo.");
            await person.FollowAsync(replyId);
            using var bitmap = SkiaSharp.SKBitmap.Decode(Convert.FromBase64String(Content(call)[1].GetProperty("image_url").GetProperty("url").GetString()!.Split(',')[1]));
            return (bitmap.Width, bitmap.Height);
        }
    }

    [Fact]
    public async Task AModelThatSeesNothingIsToldSo()
    {
        await using var app = ReplyApi.Start(Stage, ("Models:Endpoints:0:Vision", "another"));
        var person = await app.NewPersonAsync();
        var picture = await person.UploadAsync("photo.png", Samples.Png());

        await SendAsync(person, "", [picture.Id]);
        var call = await Stage.NextAsync();
        await call.FinishAsync("I cannot see it.");

        Assert.Contains("[The picture “photo.png” is attached, but this model cannot see pictures.]", Decoded(call), StringComparison.Ordinal);
        Assert.DoesNotContain("image_url", call.Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALongDocumentIsCutToTheModelsContextAndTheModelIsToldWhere()
    {
        await using var app = ReplyApi.Start(Stage, ("Models:Endpoints:0:ContextTokens", "2000"));
        var person = await app.NewPersonAsync();
        var pdf = await person.UploadAsync("long.pdf", Samples.Pdf([.. Enumerable.Range(1, 30).Select(page => string.Join('\n', Enumerable.Repeat($"This is page {page} of a long report", 10)))]));

        var sent = await SendAsync(person, "Sum it up", [pdf.Id]);
        var call = await Stage.NextAsync();
        await call.FinishAsync("It is long.");
        await person.FollowAsync(sent.ReplyId);
        Assert.Matches("^The model got the first [0-9]+ of 30 pages$", Assert.Single(await LeftOutAsync(person, sent)));
        await SendAsync(person, "And then?", [], sent.ConversationId);
        var second = await Stage.NextAsync();
        await second.FinishAsync("Longer.");

        foreach (var text in new[] { Decoded(call), Decoded(second) })
        {
            Assert.Contains("[Page 1]", text, StringComparison.Ordinal);
            Assert.Matches(@"\[Left out: the rest of “long.pdf” from page \d+ of 30 on", text);
        }
        Assert.Equal((1, 3), (Messages(call).Count, Messages(second).Count));
    }

    [Fact]
    public async Task WhatWasLeftOutIsSaidOfTheLastModelThatAnswered()
    {
        await using var app = ReplyApi.Start(Stage, ("Models:Endpoints:0:Models", "alpha,blind"), ("Models:Endpoints:0:Vision", "alpha"));
        Stage.OnAnswer = context => new ModelCall(context).FinishAsync("Yes.");
        var person = await app.NewPersonAsync();
        string[] files = [(await person.UploadAsync("photo.png", Samples.Png())).Id, (await person.UploadAsync("scan.pdf", Samples.Pdf("", "Words", ""))).Id, (await person.UploadAsync("short.txt", "short"u8.ToArray())).Id];

        var sent = await SendAsync(person, "What is it?", files, model: "lab/blind");
        await person.FollowAsync(sent.ReplyId);
        var blind = await LeftOutAsync(person, sent);
        using var again = await person.Client.PostAsJsonAsync($"/api/chat/message/{sent.ReplyId}/regenerate", new { clientId = Guid.NewGuid(), model = "lab/alpha" }, Ct);
        await person.FollowAsync((await again.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("replyId").GetString()!);
        var seeing = await LeftOutAsync(person, sent);

        Assert.Equal<string?>(["The model got only its name: it cannot see pictures", "The model got no text of 2 of 3 pages: they are pictures", null], blind);
        Assert.Equal<string?>([null, "The model got no text of 2 of 3 pages: they are pictures", null], seeing);
    }

    [Fact]
    public async Task TheSameMessageAgainHasTheSameFiles()
    {
        await using var app = ReplyApi.Start(Stage);
        var person = await app.NewPersonAsync();
        var (one, two) = (await person.UploadAsync("one.txt", "1"u8.ToArray()), await person.UploadAsync("two.txt", "2"u8.ToArray()));
        var id = Guid.NewGuid().ToString();

        using var first = await PostAsync(person, "Hi", [one.Id], clientId: id);
        using var again = await PostAsync(person, "Hi", [one.Id], clientId: id);
        using var other = await PostAsync(person, "Hi", [two.Id], clientId: id);
        using var none = await PostAsync(person, "Hi", [], clientId: id);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.Conflict, HttpStatusCode.Conflict), (first.StatusCode, again.StatusCode, other.StatusCode, none.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(Ct), await again.Content.ReadAsStringAsync(Ct));
        (await Stage.NextAsync()).Leave();
    }

    [Fact]
    public async Task OnlyFilesThatAreOnesOwnWholeAndOfThisConversationCanBeSent()
    {
        await using var app = ReplyApi.Start(Stage, ("Files:MaxPerMessage", "2"));
        Stage.OnAnswer = context => new ModelCall(context).FinishAsync("Yes.");
        var (person, other) = (await app.NewPersonAsync(), await app.NewPersonAsync());
        var mine = (await person.UploadAsync("mine.txt", "1"u8.ToArray())).Id;
        var foreign = (await other.UploadAsync("theirs.txt", "1"u8.ToArray())).Id;
        var broken = (await person.UploadAsync("broken.pdf", "%PDF-1.4 nothing"u8.ToArray())).Id;
        Assert.Equal("unreadable", (await person.CheckedAsync(broken)).GetProperty("state").GetString());
        using var begun = await person.Client.AnnounceAsync("late.txt", 10);
        var late = begun.Headers.Location!.ToString().Split('/')[^1];

        Assert.Equal((404, ""), await RefusedAsync([foreign]));
        Assert.Equal((404, ""), await RefusedAsync([Guid.NewGuid().ToString()]));
        Assert.Equal((404, ""), await RefusedAsync(["nonsense"]));
        Assert.Equal((404, ""), await RefusedAsync([mine, foreign]));
        Assert.Equal((422, "A file is attached twice."), await RefusedAsync([mine, mine]));
        Assert.Equal((422, "A message takes at most 2 files; this one has 3."), await RefusedAsync([mine, broken, late]));
        Assert.Equal((422, "“late.txt” is still being uploaded. Send again when it is there."), await RefusedAsync([late]));
        Assert.Equal((422, "“broken.pdf” could not be read. Remove it to send your message."), await RefusedAsync([mine, broken]));

        var sent = await SendAsync(person, "Take it", [mine]);
        await person.FollowAsync(sent.ReplyId);
        Assert.Equal((422, "“mine.txt” was sent in another conversation already. Attach it again here."), await RefusedAsync([mine]));
        // An edited message carries its files again.
        using var edited = await PostAsync(person, "Take that", [mine], conversationId: sent.ConversationId, parentId: sent.ConversationId);
        Assert.Equal(HttpStatusCode.Accepted, edited.StatusCode);

        async Task<(int, string?)> RefusedAsync(string[] fileIds)
        {
            using var answer = await PostAsync(person, "Take it", fileIds);
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
            return ((int)answer.StatusCode, answer.StatusCode is HttpStatusCode.NotFound ? "" : problem.GetProperty("detail").GetString());
        }
    }

    [Fact]
    public async Task ADeletedConversationFreesItsFiles()
    {
        await using var app = ReplyApi.Start(Stage);
        Stage.OnAnswer = context => new ModelCall(context).FinishAsync("Yes.");
        var person = await app.NewPersonAsync();
        var file = await person.UploadAsync("a.txt", "12345"u8.ToArray());
        var sent = await SendAsync(person, "Take it", [file.Id]);
        await person.FollowAsync(sent.ReplyId);

        await app.QueryAsync(db => Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.ExecuteUpdateAsync(
            db.Conversations, row => row.SetProperty(it => it.DeletedAt, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc)), Ct));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (Directory.GetFiles(Path.Combine(app.Folder, "files", person.Id.ToString("N"))).Length > 0)
            await Task.Delay(100, patience.Token);

        Assert.Equal(0, (await person.Client.GetFromJsonAsync<JsonElement>("/api/files", Ct)).GetProperty("files").GetArrayLength());
    }

    [Fact]
    public async Task TheGuideSaysWhatItReceived()
    {
        await using var app = TestApp.Start();
        var person = await app.NewPersonAsync();
        var picture = await person.UploadAsync("a_photo*.png", Samples.Png());

        var sent = await SendAsync(person, "", [picture.Id]);
        await person.FollowAsync(sent.ReplyId);
        var text = (await ReplyApi.ReadAsync(person, sent.ReplyId)).GetProperty("text").GetString()!;

        Assert.StartsWith("I received:\n\n- a\\_photo\\*.png: a picture, 64 × 48 pixels, ", text, StringComparison.Ordinal);
    }

    /// <summary>What the page says of each file of the first message.</summary>
    private static async Task<IReadOnlyList<string?>> LeftOutAsync(TestPerson person, ReplyApi.Sent sent)
    {
        var page = await person.Client.GetFromJsonAsync<JsonElement>($"/api/chat/conversation/{sent.ConversationId}", Ct);
        return [.. page.GetProperty("messages")[0].GetProperty("files").EnumerateArray().Select(file => file.GetProperty("leftOut").GetString())];
    }

    private static async Task<ReplyApi.Sent> SendAsync(TestPerson person, string text, string[] fileIds, string? conversationId = null, string? model = null)
    {
        using var answer = await PostAsync(person, text, fileIds, conversationId, model: model);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<ReplyApi.Sent>(Ct))!;
    }

    private static Task<HttpResponseMessage> PostAsync(TestPerson person, string text, string[] fileIds, string? conversationId = null, string? parentId = null, string? clientId = null, string? model = null) =>
        person.Client.PostAsJsonAsync("/api/chat/message", new { clientMessageId = clientId ?? Guid.NewGuid().ToString(), text, conversationId, parentId, fileIds, model }, Ct);

    private static List<JsonElement> Messages(ModelCall call) => [.. JsonDocument.Parse(call.Prompt).RootElement.GetProperty("messages").EnumerateArray()];

    private static List<JsonElement> Content(ModelCall call) => [.. Messages(call)[0].GetProperty("content").EnumerateArray()];

    // All words of the prompt, without JSON's escapes.
    private static string Decoded(ModelCall call) => string.Join('\n', Messages(call).Select(message =>
        message.GetProperty("content") is { ValueKind: JsonValueKind.String } text ? text.GetString() : string.Join('\n', message.GetProperty("content").EnumerateArray().Select(part => part.GetProperty("text").GetString()))));
}
