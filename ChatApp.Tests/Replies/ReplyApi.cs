using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatApp.Tests.Running;

namespace ChatApp.Tests.Replies;

/// <summary>The whole app with a model server, for what programs send and get.</summary>
internal static class ReplyApi
{
    public static TestApp Start(Stage stage, params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["Models:Endpoints:0:Name"] = "lab",
            ["Models:Endpoints:0:Url"] = stage.Url.ToString(),
            ["Models:Endpoints:0:Slots"] = "1",
            ["Models:Endpoints:0:Models"] = "alpha",
            ["Models:Default"] = "lab/alpha",
        };
        foreach (var (key, value) in settings)
            all[key] = value;
        return TestApp.Start(all);
    }

    public static async Task<Sent> SendAsync(this TestPerson person, string text, string? conversationId = null)
    {
        using var answer = await person.Client.PostAsJsonAsync("/api/chat/message", new { clientMessageId = Guid.NewGuid().ToString(), text, conversationId }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<Sent>(TestContext.Current.CancellationToken))!;
    }

    public static Task<JsonElement> ReadAsync(this TestPerson person, string replyId) =>
        person.Client.GetFromJsonAsync<JsonElement>($"/api/chat/message/{replyId}", TestContext.Current.CancellationToken);

    /// <summary>Follows the events until the reply is done; that is how a program waits.</summary>
    public static async Task<List<StreamedEvent>> FollowAsync(this TestPerson person, string replyId, string? lastEventId = null)
    {
        var all = new List<StreamedEvent>();
        await foreach (var item in person.EventsAsync(replyId, lastEventId))
            all.Add(item);
        return all;
    }

    public static async IAsyncEnumerable<StreamedEvent> EventsAsync(this TestPerson person, string replyId, string? lastEventId = null)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/chat/message/{replyId}/events");
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        using var answer = await person.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        var parser = System.Net.ServerSentEvents.SseParser.Create(await answer.Content.ReadAsStreamAsync(patience.Token));
        await foreach (var item in parser.EnumerateAsync(patience.Token))
            yield return new(item.EventType, item.EventId ?? "", JsonSerializer.Deserialize<JsonElement>(item.Data));
    }

    internal sealed record Sent(string ConversationId, string MessageId, string ReplyId);

    internal sealed record StreamedEvent(string Type, string Id, JsonElement Data);
}
