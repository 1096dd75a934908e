using ChatApp.LanguageModels;
using Microsoft.Extensions.AI;

namespace ChatApp.Admin.Endpoints;

/// <summary>Asks a model for one word, outside the line, to see whether it answers.</summary>
internal sealed class TestCalls(ModelCalls calls, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <returns>A sentence; never words of the model.</returns>
    public async Task<string> AskAsync(ModelChoice model, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        var began = time.GetTimestamp();
        try
        {
            await foreach (var chunk in calls.StreamAsync(model, [new ChatMessage(ChatRole.User, "Answer with the word: ready")], either.Token))
                if (chunk.Text.Length > 0)
                    return $"{model} answered after {Span.Of(time.GetElapsedTime(began))}.";
            return $"{model} sent an empty answer.";
        }
        catch (ModelFailure failure)
        {
            return $"{model} failed. {failure.Message}";
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return $"{model} did not answer within {Span.Of(Patience)}.";
        }
    }
}
