using System.Net.Http.Json;
using ChatApp.E2E.Infrastructure.ModelServer;

namespace ChatApp.E2E.Infrastructure;

/// <summary>The fake model server as a process of its own, and the hand that steers it.</summary>
public sealed class FakeModel : IAsyncDisposable
{
    private readonly int port;
    private readonly HttpClient http;
    private ChildProcess? process;

    private FakeModel(int port) => (this.port, http) = (port, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = TimeSpan.FromSeconds(10) });

    public string Url => $"http://127.0.0.1:{port}/v1";

    public static Task<FakeModel> StartAsync(CancellationToken ct) => StartAsync(ChildProcess.FreePort(), ct);

    public static async Task<FakeModel> StartAsync(int port, CancellationToken ct)
    {
        var model = new FakeModel(port);
        await model.StartAgainAsync(ct);
        return model;
    }

    public async Task StartAgainAsync(CancellationToken ct)
    {
        Stop();
        process = new ChildProcess("dotnet", [typeof(FakeModel).Assembly.Location, "fake-model", "--port", $"{port}"]);
        await Poll.UntilAsync("the fake model to listen", TimeSpan.FromSeconds(60), AnswersAsync, ct);
    }

    public void Stop() => process?.Dispose();

    public Task OpenGateAsync(string name, CancellationToken ct) => http.PostAsync(new Uri("control/open/" + name, UriKind.Relative), null, ct);

    /// <summary>Every call so far, those for titles too.</summary>
    internal async Task<FakeCall[]> CallsAsync(CancellationToken ct) => await http.GetFromJsonAsync<FakeCall[]>("control/calls", ct) ?? [];

    internal async Task<FakeCall[]> CallsAsync(string promptPart, CancellationToken ct) =>
        [.. (await CallsAsync(ct)).Where(c => !c.Title && c.Prompt.Contains(promptPart, StringComparison.Ordinal))];

    /// <summary>Waits until a call whose prompt contains the words stands at the gate: everything before it has been sent.</summary>
    public Task ReachedAsync(string gate, CancellationToken ct) =>
        Poll.UntilAsync($"the model to stand at gate {gate}", TimeSpan.FromSeconds(20),
            async () => (await CallsAsync(gate, ct)).Any(c => c.WaitingAt == gate), ct);

    public ValueTask DisposeAsync()
    {
        Stop();
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("v1/models", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
