using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ChatApp.LanguageModels;

/// <summary>
/// One model call as others watch it, named after OpenTelemetry's conventions for generative AI. Counts and names alone, never anyone's words. Costs nothing while nobody listens.
/// (The library's own wrapper makes a meter for each client, and here each call has a client of its own.)
/// </summary>
internal sealed class ModelSpan(ModelChoice model, Uri? server, TimeProvider time)
{
    public const string Source = "ChatApp.Models";
    private const string Operation = "chat";
    private static readonly ActivitySource Activities = new(Source);
    private static readonly Meter Meter = new(Source);
    private static readonly Histogram<double> Durations = Meter.CreateHistogram<double>("gen_ai.client.operation.duration", "s", "Duration of a model call");
    private static readonly Histogram<int> Tokens = Meter.CreateHistogram<int>("gen_ai.client.token.usage", "{token}", "Tokens of a model call");
    private readonly Activity? activity = Activities.StartActivity($"{Operation} {model.Model}", ActivityKind.Client);
    private readonly long began = time.GetTimestamp();
    private int? input;
    private int? output;
    private ModelFinish? finish;

    public void Heard(ModelChunk chunk)
    {
        input ??= chunk.PromptTokens;
        output ??= chunk.CompletionTokens;
        finish ??= chunk.Finish;
    }

    /// <param name="failure">What the model server did wrong, if anything.</param>
    public void End(ModelFailure? failure)
    {
        var error = finish is not null ? null : failure?.Kind.ToString() ?? "cancelled";
        var tags = Tags(error);
        Durations.Record(time.GetElapsedTime(began).TotalSeconds, tags);
        if (input is { } read)
            Tokens.Record(read, [.. tags, new("gen_ai.token.type", "input")]);
        if (output is { } written)
            Tokens.Record(written, [.. tags, new("gen_ai.token.type", "output")]);
        if (activity is null)
            return;
        foreach (var (name, value) in tags)
            activity.SetTag(name, value);
        activity.SetTag("gen_ai.usage.input_tokens", input).SetTag("gen_ai.usage.output_tokens", output);
        if (finish is { } how)
            activity.SetTag("gen_ai.response.finish_reasons", new[] { how.ToString().ToLowerInvariant() });
        if (error is not null)
            activity.SetStatus(ActivityStatusCode.Error, error);
        activity.Dispose();
    }

    private KeyValuePair<string, object?>[] Tags(string? error)
    {
        List<KeyValuePair<string, object?>> tags =
        [
            new("gen_ai.operation.name", Operation), new("gen_ai.provider.name", server is null ? "chatapp.guide" : "openai"), new("gen_ai.request.model", model.Model), new("chatapp.endpoint", model.Endpoint),
        ];
        if (server is not null)
            tags.AddRange([new("server.address", server.Host), new("server.port", server.Port)]);
        if (error is not null)
            tags.Add(new("error.type", error));
        return [.. tags];
    }
}
