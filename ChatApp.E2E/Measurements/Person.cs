using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace ChatApp.E2E.Measurements;

/// <summary>Somebody with an account, logged in as a browser is (cookie) and as a program is (token).</summary>
internal sealed class Person : IDisposable
{
    private const string Password = "a horse on the battery";

    private Person(Uri address, string email)
    {
        (Address, Email) = (address, email);
        Http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
        Api = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    }

    public Uri Address { get; }
    public string Email { get; }
    public CookieContainer Cookies { get; } = new();

    /// <summary>With the cookie.</summary>
    public HttpClient Http { get; }

    /// <summary>With the token.</summary>
    public HttpClient Api { get; }

    public static async Task<Person> RegisterAsync(Uri address, string name, CancellationToken ct)
    {
        var person = new Person(address, $"{name}@example.org");
        var credentials = new { person.Email, Password };
        await person.PostAsync(person.Http, "api/auth/register", credentials, ct);
        await person.PostAsync(person.Http, "api/auth/login?useCookies=true", credentials, ct);
        var tokens = await person.PostAsync(person.Api, "api/auth/login", credentials, ct);
        person.Api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.GetProperty("accessToken").GetString());
        return person;
    }

    /// <summary>Sends a message and returns the answer of the 202.</summary>
    public async Task<Sent> SendAsync(string text, string? conversationId, CancellationToken ct, string? model = null) =>
        (await PostAsync(Api, "api/chat/message", new { clientMessageId = Guid.NewGuid(), text, conversationId, model }, ct)).Deserialize<Sent>(JsonSerializerOptions.Web)!;

    public Task StopAsync(string replyId, CancellationToken ct) => PostAsync(Api, $"api/chat/message/{replyId}/stop", new { }, ct);

    public async Task<string> StatusAsync(string replyId, CancellationToken ct) =>
        (await Api.GetFromJsonAsync<JsonElement>(new Uri($"api/chat/message/{replyId}", UriKind.Relative), ct)).GetProperty("status").GetString()!;

    public void Dispose()
    {
        Http.Dispose();
        Api.Dispose();
    }

    /// <summary>One call with the token. Null when no answer came in time, or one that says to come again (429, 5xx).</summary>
    public async Task<JsonElement?> TryAsync(HttpMethod method, string path, object? body, TimeSpan atMost, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(atMost);
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(Address, path)) { Content = body is null ? null : JsonContent.Create(body) };
            using var answer = await Api.SendAsync(request, limit.Token);
            var content = await answer.Content.ReadAsStringAsync(limit.Token);
            if (answer.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
                return null;
            if (!answer.IsSuccessStatusCode)
                throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {content}");
            return content.Length > 0 ? JsonSerializer.Deserialize<JsonElement>(content) : default(JsonElement);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }

    private async Task<JsonElement> PostAsync(HttpClient http, string path, object body, CancellationToken ct)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(Address, path), body, ct);
        var content = await answer.Content.ReadAsStringAsync(ct);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"POST {path}: {(int)answer.StatusCode} {content}");
        return content.Length > 0 ? JsonSerializer.Deserialize<JsonElement>(content) : default;
    }

    internal sealed record Sent(string ConversationId, string MessageId, string ReplyId);
}
