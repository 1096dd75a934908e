using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using ChatApp.LanguageModels.Guide;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace ChatApp.LanguageModels;

/// <summary>One streamed call to a model. No retries here, no timeouts but the connection's own: the caller decides both.</summary>
internal sealed class ModelCalls(ModelServers servers, ModelConnection connection, GuideClient guide, TimeProvider time)
{
    /// <summary>Streams a reply. Throws <see cref="ModelFailure"/> for anything the model server did wrong and <see cref="OperationCanceledException"/> only for <paramref name="ct"/>.</summary>
    /// <returns>Chunks without text in between are signs of life: the model thinks.</returns>
    public async IAsyncEnumerable<ModelChunk> StreamAsync(ModelChoice model, IReadOnlyList<ChatMessage> messages, [EnumeratorCancellation] CancellationToken ct)
    {
        using var wire = new ModelWire(connection, servers.MostReplyBytes, time, ct);
        var span = new ModelSpan(model, servers.Find(model.Endpoint)?.Url, time);
        try
        {
            await foreach (var chunk in StreamAsync(model, messages, wire, ct))
            {
                span.Heard(chunk);
                yield return chunk;
            }
        }
        finally
        {
            span.End(wire.Failure);
        }
    }

    private async IAsyncEnumerable<ModelChunk> StreamAsync(ModelChoice model, IReadOnlyList<ChatMessage> messages, ModelWire wire, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var updates = Client(model, wire).GetStreamingResponseAsync(messages, cancellationToken: ct).GetAsyncEnumerator(ct);
        var finished = false;
        while (await NextAsync(updates, wire, ct))
        {
            var chunk = Chunk(updates.Current, finished) with { Thought = wire.TakeThought() };
            finished |= chunk.Finish is not null;
            yield return chunk;
        }

        // The library may not tell of an event that carries nothing else.
        if (wire.TakeThought() is { Length: > 0 } last)
            yield return new("", Thought: last);

        // It takes every end for a good one.
        if (wire.Failure is not null && !finished)
            throw wire.Failure;
        if (!finished)
            throw new ModelFailure(ModelFailureKind.Interrupted, "The stream ended without a finish reason.");
    }

    private IChatClient Client(ModelChoice model, ModelWire wire)
    {
        if (model.Endpoint == ModelServers.Guide)
            return guide;
        var server = servers.Find(model.Endpoint) ?? throw new ModelFailure(ModelFailureKind.Unreachable, "The endpoint is not in the settings.");
        var options = new OpenAIClientOptions
        {
            Endpoint = server.Url,
            Transport = new HttpClientPipelineTransport(wire.Open(server)),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            EnableDistributedTracing = false,
        };
        return new ChatClient(model.Model, new ApiKeyCredential(server.ApiKey ?? "none"), options).AsIChatClient();
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, ModelWire wire, CancellationToken ct)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            throw new OperationCanceledException(ct);
        }
        catch (Exception) when (wire.Failure is not null)
        {
            throw wire.Failure;
        }
        catch (Exception e) when (e is not ModelFailure)
        {
            throw new ModelFailure(ModelFailureKind.Interrupted, $"The stream could not be read ({e.GetType().Name}).");
        }
    }

    private static ModelChunk Chunk(ChatResponseUpdate update, bool finished)
    {
        var usage = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details;
        return new(update.Text, finished ? null : Finish(update.FinishReason), Count(usage?.InputTokenCount), Count(usage?.OutputTokenCount));
    }

    private static ModelFinish? Finish(ChatFinishReason? reason) => reason switch
    {
        null => null,
        { } length when length == ChatFinishReason.Length => ModelFinish.Length,
        { } filter when filter == ChatFinishReason.ContentFilter => ModelFinish.ContentFilter,
        _ => ModelFinish.Stop,
    };

    private static int? Count(long? tokens) => tokens is > 0 and <= ReplyEvent.MostTokens ? (int)tokens : null;
}
