using System.Net.Http.Headers;

namespace ChatApp.LanguageModels;

/// <summary>The connection of one call: stands between the OpenAI library and the network, turns every refusal into a <see cref="ModelFailure"/>
/// and hands on only what the library can read, because it ends normally on streams that broke.</summary>
internal sealed class ModelWire(ModelConnection connection, long mostBytes, TimeProvider time, CancellationToken ct) : IDisposable
{
    private HttpResponseMessage? response;
    private ReplyStream? stream;

    /// <summary>The bytes that are taken for one reply.</summary>
    public long MostBytes => mostBytes;

    /// <summary>What went wrong; the library may have swallowed the exception.</summary>
    public ModelFailure? Failure { get; private set; }

    public HttpClient Open(ModelServer server) =>
        new(new Watch(this, server) { InnerHandler = connection.Handler }, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>What the model thought aloud since this was last asked. The library knows no such thing, so it comes past it.</summary>
    public string TakeThought() => stream?.TakeThought() ?? "";

    public ModelFailure Fail(ModelFailure failure) => Failure ??= failure;

    // Ends the model's work at once when the caller stopped, whatever the library still holds.
    public void Dispose() => response?.Dispose();

    private async Task<HttpResponseMessage> SendAsync(Func<CancellationToken, Task<HttpResponseMessage>> send)
    {
        try
        {
            response = await send(ct);
            if (await ModelRefusals.ReadAsync(response, time.GetUtcNow(), ct) is { } refusal)
                throw Fail(refusal);
            var body = await response.Content.ReadAsStreamAsync(ct);
            stream = new ReplyStream(body, this, time, ct);
            response.Content = new StreamContent(stream) { Headers = { ContentType = new MediaTypeHeaderValue("text/event-stream") } };
            return response;
        }
        catch (HttpRequestException e)
        {
            throw Fail(new(ModelFailureKind.Unreachable, $"The model server could not be reached ({e.HttpRequestError})."));
        }
        catch (IOException)
        {
            throw Fail(new(ModelFailureKind.Unreachable, "The connection to the model server broke before it answered."));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw Fail(new(ModelFailureKind.Unreachable, "The model server did not accept the connection in time."));
        }
    }

    private sealed class Watch(ModelWire wire, ModelServer server) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // The library insists on a key.
            if (server.ApiKey is null)
                request.Headers.Authorization = null;
            return wire.SendAsync(ct => base.SendAsync(request, ct));
        }
    }
}
