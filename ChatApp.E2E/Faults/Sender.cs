using System.Text.Json;
using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Measurements;

namespace ChatApp.E2E.Faults;

/// <summary>Somebody who asks again, with the same id, until there is an answer, as the outbox does; and who writes down what was said.</summary>
internal sealed class Sender(Person person, Ledger ledger) : IDisposable
{
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public Person Person => person;

    public static async Task<Sender> RegisterAsync(Uri address, Ledger ledger, CancellationToken ct) =>
        new(await Person.RegisterAsync(address, Guid.NewGuid().ToString("N"), ct), ledger);

    /// <param name="firstTry">How long the first try may take before its connection is dropped.</param>
    public async Task<Said> SendAsync(string text, string? conversationId, CancellationToken ct, TimeSpan? firstTry = null, Guid? clientId = null)
    {
        var id = clientId ?? Guid.NewGuid();
        var answer = await InsistAsync(HttpMethod.Post, "api/chat/message", new { clientMessageId = id, text, conversationId }, ct, firstTry);
        var sent = answer.Deserialize<Person.Sent>(JsonSerializerOptions.Web)!;
        var said = new Said(person.Email, id, text, sent.ConversationId, sent.MessageId, sent.ReplyId);
        ledger.Accepted(said);
        return said;
    }

    public async Task<string> RegenerateAsync(Said said, Guid clientId, CancellationToken ct)
    {
        var answer = await InsistAsync(HttpMethod.Post, $"api/chat/message/{said.ReplyId}/regenerate", new { clientId }, ct);
        return answer.GetProperty("replyId").GetString()!;
    }

    public Task StopAsync(string replyId, CancellationToken ct) => InsistAsync(HttpMethod.Post, $"api/chat/message/{replyId}/stop", new { }, ct);

    public async Task<JsonElement> InsistAsync(HttpMethod method, string path, object? body, CancellationToken ct, TimeSpan? firstTry = null)
    {
        JsonElement? answer = null;
        var limit = firstTry ?? OneTry;
        await Poll.UntilAsync($"an answer to {method} {path}", Patience, async () =>
        {
            answer = await person.TryAsync(method, path, body, limit, ct);
            limit = OneTry;
            return answer is not null;
        }, ct);
        return answer!.Value;
    }

    public void Dispose() => person.Dispose();
}
