using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ChatApp.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Tests.Replies;

[EveryDatabase]
public sealed class ReplyApiTests : StagedTests
{
    private const string Messages = "/api/chat/message";

    private static readonly (string Body, int Status)[] Malformed =
    [
        ("{bad", 400),
        ("null", 400),
        ("[]", 400),
        ("""{"clientMessageId":1,"text":"x"}""", 400),
        ("""{"clientMessageId":"ID","text":"x","surprise":1}""", 400),
        ("""{"clientMessageId":"not a uuid","text":"x"}""", 422),
        ("""{"text":"x"}""", 422),
        ("""{"clientMessageId":"ID"}""", 422),
        ("""{"clientMessageId":"ID","text":"  "}""", 422),
        ("""{"clientMessageId":"ID","text":"x","fileIds":["a"]}""", 404),
        ("""{"clientMessageId":"ID","text":"x","model":"nonsense"}""", 422),
        ("""{"clientMessageId":"ID","text":"x","model":"lab/unknown"}""", 422),
        ("""{"clientMessageId":"ID","text":"x","conversationId":"nonsense"}""", 404),
        ("""{"clientMessageId":"ID","text":"x","conversationId":"ID"}""", 404),
        ("""{"clientMessageId":"ID","text":"x","parentId":"nonsense"}""", 404),
    ];

    [Fact]
    public async Task AProgramSendsReadsStopsRetriesAndRegenerates()
    {
        await using var app = ReplyApi.Start(Stage);
        var person = await app.NewPersonAsync();
        var id = Guid.NewGuid().ToString();
        var body = new { clientMessageId = id, text = "Hi" };
        using var first = await person.Client.PostAsJsonAsync(Messages, body, Ct);
        var sent = await first.Content.ReadFromJsonAsync<JsonElement>(Ct);
        Assert.Equal(["conversationId", "messageId", "replyId"], Names(sent));

        using var again = await person.Client.PostAsJsonAsync(Messages, body, Ct);
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        Assert.Equal(sent.GetRawText(), (await again.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetRawText());
        using var other = await person.Client.PostAsJsonAsync(Messages, new { clientMessageId = id, text = "Ho" }, Ct);
        Assert.Equal((HttpStatusCode.Conflict, "urn:chatapp:conflict"), (other.StatusCode, await other.ProblemTypeAsync()));

        var replyId = sent.GetProperty("replyId").GetString()!;
        await Stage.NextAsync();
        using var early = await person.Client.PostAsync($"{Messages}/{replyId}/retry", null, Ct);
        Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        using var stopped = await person.Client.PostAsync($"{Messages}/{replyId}/stop", null, Ct);
        Assert.Equal(HttpStatusCode.Accepted, stopped.StatusCode);
        Assert.Equal("stopped", (await person.FollowAsync(replyId))[^1].Data.GetProperty("status").GetString());

        using var retried = await person.Client.PostAsync($"{Messages}/{replyId}/retry", null, Ct);
        Assert.Equal($$"""{"replyId":"{{replyId}}"}""", await retried.Content.ReadAsStringAsync(Ct));
        await (await Stage.NextAsync()).FinishAsync("Hello");
        await person.FollowAsync(replyId);
        var reply = await person.ReadAsync(replyId);
        Assert.Equal(("complete", "Hello", "lab/alpha", 2), (Text(reply, "status"), Text(reply, "text"), Text(reply, "model"), reply.GetProperty("attempts").GetInt32()));
        Assert.Equal(sent.GetProperty("conversationId").GetString(), Text(reply, "conversationId"));
        Assert.EndsWith("Z", Text(reply, "endedAt"));
        Assert.Superset(
            new HashSet<string> { "id", "conversationId", "status", "text", "model", "attempts", "queuedAt", "startedAt", "firstTokenAt", "endedAt", "promptTokens", "completionTokens" },
            Names(reply).ToHashSet());

        using var regenerated = await person.Client.PostAsJsonAsync($"{Messages}/{replyId}/regenerate", new { clientId = Guid.NewGuid().ToString() }, Ct);
        Assert.Equal(HttpStatusCode.Accepted, regenerated.StatusCode);
        Assert.NotEqual(replyId, Text(await regenerated.Content.ReadFromJsonAsync<JsonElement>(Ct), "replyId"));
        (await Stage.NextAsync()).Refuse(401);
    }

    [Fact]
    public async Task AMalformedMessageIsAProblemAndLeavesNothing()
    {
        await using var app = ReplyApi.Start(Stage);
        var person = await app.NewPersonAsync();
        foreach (var (body, status) in Malformed)
        {
            using var content = new StringContent(body.Replace("ID", Guid.NewGuid().ToString(), StringComparison.Ordinal), Encoding.UTF8, "application/json");

            using var answer = await person.Client.PostAsync(Messages, content, Ct);

            Assert.Equal($"{body} {status}", $"{body} {(int)answer.StatusCode}");
            Assert.StartsWith("urn:chatapp:", await answer.ProblemTypeAsync());
        }
        Assert.Equal(0, await app.QueryAsync(db => db.Messages.CountAsync(Ct)));
        Assert.Equal(0, await app.QueryAsync(db => db.Conversations.CountAsync(Ct)));
    }

    [Fact]
    public async Task TooMuchIsTooLargeAndOtherContentIsNotAccepted()
    {
        await using var app = ReplyApi.Start(Stage);
        var person = await app.NewPersonAsync();
        using var large = await person.Client.PostAsJsonAsync(Messages, new { clientMessageId = Guid.NewGuid().ToString(), text = new string('x', 2 << 20) }, Ct);
        Assert.Equal((413, "urn:chatapp:too-large"), ((int)large.StatusCode, await large.ProblemTypeAsync()));
        using var text = await person.Client.PostAsync(Messages, new StringContent("Hi"), Ct);
        Assert.Equal(415, (int)text.StatusCode);
        using var @long = await person.Client.PostAsJsonAsync(Messages, new { clientMessageId = Guid.NewGuid().ToString(), text = new string('x', 200_001) }, Ct);
        Assert.Equal(422, (int)@long.StatusCode);
    }

    private static List<string> Names(JsonElement json) => [.. json.EnumerateObject().Select(member => member.Name)];

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
