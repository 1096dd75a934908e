using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace ChatApp.E2E.Infrastructure;

/// <summary>A browser of its own (cookies, storage) looking at one app, and everything it complained about.</summary>
public sealed class Visitor
{
    private readonly ConcurrentQueue<string> complaints = new();
    private readonly Uri address;

    private Visitor(IBrowserContext context, Uri address)
    {
        Context = context;
        this.address = address;
        context.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Enqueue($"console: {message.Text} ({message.Location})");
        };
        context.WebError += (_, error) => complaints.Enqueue($"page: {error.Error}");
        context.Request += (_, request) => CheckHost(request.Url);
        context.Page += (_, page) => page.WebSocket += (_, socket) => CheckHost(socket.Url);
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; private set; } = null!;

    public string Email { get; } = Words.Unique("person-") + "@example.com";

    public string Password { get; } = "a long and lonely password";

    /// <summary>Console errors, page errors and requests to other hosts, one line each.</summary>
    public IReadOnlyCollection<string> Complaints => complaints;

    public static async Task<Visitor> ComeAsync(IBrowser browser, Uri address, Action<BrowserNewContextOptions>? adjust)
    {
        var options = new BrowserNewContextOptions
        {
            BaseURL = address.ToString(),
            Locale = "en-GB",
            ViewportSize = new() { Width = 1280, Height = 800 },
            ReducedMotion = ReducedMotion.Reduce,
            // Between a page and the network it would hide what journeys look at there; those about it let it in.
            ServiceWorkers = ServiceWorkerPolicy.Block,
        };
        adjust?.Invoke(options);
        var visitor = new Visitor(await browser.NewContextAsync(options), address);
        visitor.Context.SetDefaultTimeout(20_000);
        await visitor.Context.Tracing.StartAsync(new() { Screenshots = false, Snapshots = true });
        visitor.Page = await visitor.Context.NewPageAsync();
        return visitor;
    }

    /// <summary>Makes the account and logs in by the API; the screens for it have journeys of their own.</summary>
    public async Task RegisterAsync()
    {
        await PostAsync("/api/auth/register", new { email = Email, password = Password });
        await LogInAsync(Email, Password);
    }

    public Task LogInAsync(string email, string password) => PostAsync("/api/auth/login?useCookies=true", new { email, password });

    /// <summary>The app's answer to a GET, with this visitor's cookies.</summary>
    public async Task<System.Text.Json.JsonElement> GetAsync(string path)
    {
        var answer = await Context.APIRequest.GetAsync(path);
        Assert.True(answer.Ok, $"GET {path}: {answer.Status} {await answer.TextAsync()}");
        return (await answer.JsonAsync())!.Value;
    }

    /// <summary>Begins a conversation without the screen, and gives it its title.</summary>
    public async Task<Guid> BeginAsync(string text, string title)
    {
        var token = (await GetAsync("/api/auth/antiforgery")).GetProperty("token").GetString()!;
        var begun = await PostAsync("/api/chat/message", new { clientMessageId = Guid.NewGuid(), text }, token);
        var conversation = (await begun.JsonAsync())!.Value.GetProperty("conversationId").GetGuid();
        await CallAsync("PATCH", $"/api/chat/conversation/{conversation}", new { title }, token);
        return conversation;
    }

    private Task<IAPIResponse> PostAsync(string path, object body, string? antiforgery = null) => CallAsync("POST", path, body, antiforgery);

    private async Task<IAPIResponse> CallAsync(string method, string path, object body, string? antiforgery)
    {
        var headers = antiforgery is null ? null : new[] { KeyValuePair.Create("RequestVerificationToken", antiforgery) };
        var answer = await Context.APIRequest.FetchAsync(path, new() { Method = method, DataObject = body, Headers = headers });
        Assert.True(answer.Ok, $"{method} {path}: {answer.Status} {await answer.TextAsync()}");
        return answer;
    }

    /// <summary>Closes the context; with a path it leaves a trace and a picture of each page there.</summary>
    public async Task LeaveAsync(string? evidence)
    {
        if (evidence is not null)
        {
            foreach (var (page, number) in Context.Pages.Select((p, n) => (p, n)))
                await page.ScreenshotAsync(new() { Path = $"{evidence}-tab{number + 1}.png", Timeout = 5_000 });
            await Context.Tracing.StopAsync(new() { Path = evidence + "-trace.zip" });
        }
        await Context.CloseAsync();
    }

    private void CheckHost(string url)
    {
        var target = new Uri(url);
        if (target.Scheme is "http" or "https" or "ws" or "wss" && target.Authority != address.Authority)
            complaints.Enqueue($"request to another host: {url}");
    }
}
