using ChatApp.Data;
using ChatApp.LanguageModels;
using Microsoft.Extensions.Options;

namespace ChatApp.Replies;

/// <summary>Runs one claimed reply: the model call with its timeouts and retries, and its end.</summary>
internal sealed partial class ReplyGenerator(
    PromptReader prompts,
    ModelCatalog catalog,
    ModelCalls calls,
    ReplyEnding ending,
    TokenMeter tokens,
    IOptions<RepliesOptions> options,
    TimeProvider time,
    ILogger<ReplyGenerator> logger)
{
    private const int Tries = 3;
    private static readonly TimeSpan LongestWaitWithSlot = TimeSpan.FromSeconds(10);

    public async Task RunAsync(RunningReply reply)
    {
        var claim = reply.Claim;
        if (catalog.Find(claim.Endpoint) is not { } endpoint)
        {
            await ending.FailAsync(reply, ReplyError.Unreachable, "This model server is no longer in the settings.");
            return;
        }
        try
        {
            var read = await DatabaseTrouble.RetryAsync(
                ct => prompts.ReadAsync(claim, endpoint.ContextTokens, ct), e => LogNotRead(e, claim.ReplyId), time, reply.Ending);
            if (read is { } prompt)
                await CallAsync(reply, prompt);
            else
                await ending.FailAsync(reply, ReplyError.Refused, "Your account may not use this model now.");
        }
        catch (OperationCanceledException) when (reply.Ending.IsCancellationRequested)
        {
            await EndCancelledAsync(reply);
        }
    }

    private async Task CallAsync(RunningReply reply, Prompt prompt)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                await StreamAsync(reply, prompt);
                return;
            }
            catch (ModelFailure failure)
            {
                LogFailure(reply.Claim.ReplyId, reply.Claim.Endpoint, failure.Kind, failure.Message);
                if (!await TryAgainAsync(reply, failure, attempt))
                    return;
            }
    }

    private async Task StreamAsync(RunningReply reply, Prompt prompt)
    {
        var limits = options.Value;
        var began = time.GetTimestamp();
        ModelFinish? finish = null;
        int? promptTokens = null, completionTokens = null;
        LimitTo(limits.FirstTokenTimeout);
        await foreach (var chunk in calls.StreamAsync(new(reply.Claim.Endpoint, reply.Claim.Model), prompt.Messages, reply.Ending))
        {
            finish ??= chunk.Finish;
            promptTokens ??= chunk.PromptTokens;
            completionTokens ??= chunk.CompletionTokens;
            var room = reply.Tokens >= limits.MaxTokens ? 0 : limits.MaxCharacters - reply.Text.Length - reply.Thoughts.Length;
            var thought = Cut(chunk.Thought, room);
            var text = Cut(chunk.Text, room - thought.Length);
            if (text.Length + thought.Length > 0 && !await AppendAsync(reply, text, thought, prompt))
                return;
            if (text.Length < chunk.Text.Length || thought.Length < chunk.Thought.Length)
            {
                await ending.FailAsync(reply, ReplyError.TooLong, "The answer became longer than this server allows. What had arrived is kept.");
                return;
            }

            // A chunk without text is a sign of life: the model thinks.
            LimitTo(reply.Text.Length > 0 ? limits.IdleTimeout : limits.FirstTokenTimeout);
        }
        reply.Ending.ThrowIfCancellationRequested();
        reply.EndNever();
        await (finish switch
        {
            null => throw new ModelFailure(ModelFailureKind.Interrupted, "The stream ended without a finish reason."),
            ModelFinish.ContentFilter => ending.FailAsync(reply, ReplyError.Refused, "The model server's content filter ended this answer."),
            ModelFinish.Length when reply.Text.Length == 0 && reply.Begun => ending.FailAsync(reply, ReplyError.TooLong, "The model used up its length by thinking and wrote no answer."),
            _ when reply.Text.Length == 0 => ending.FailAsync(reply, ReplyError.Unreachable, "The model sent an empty answer. Your message is safe."),
            _ => ending.CompleteAsync(reply, new(finish is ModelFinish.Length, promptTokens, completionTokens)),
        });

        void LimitTo(TimeSpan silence)
        {
            var left = limits.TotalTimeout - time.GetElapsedTime(began);
            reply.EndAfter(left < silence ? left : silence, left < silence ? EndCause.OutOfTime : EndCause.Silence);
        }
    }

    /// <returns>False when the claim is lost; nothing more may be written then.</returns>
    private async Task<bool> AppendAsync(RunningReply reply, string text, string thought, Prompt prompt)
    {
        if (!reply.Begun)
        {
            // While the database keeps the first output waiting, the model is not silent.
            reply.EndNever();
            if (!await ending.BeginAsync(reply, text, thought, prompt))
                return false;
        }
        if (thought.Length > 0)
            reply.Thoughts.Append(thought);
        if (text.Length > 0)
            reply.Text.Append(text);
        reply.Tokens++;
        tokens.Add(reply.Claim.Endpoint);
        return true;
    }

    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        return text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }

    /// <returns>True when the call shall be made again, after the wait that this includes.</returns>
    private async Task<bool> TryAgainAsync(RunningReply reply, ModelFailure failure, int attempt)
    {
        reply.EndNever();
        var fresh = !reply.Begun;
        if (fresh && failure.Kind is ModelFailureKind.Busy && failure.RetryAfter > LongestWaitWithSlot)
        {
            await ending.GiveBackAsync(reply, time.GetUtcNow().UtcDateTime + failure.RetryAfter);
            return false;
        }
        if (fresh && attempt < Tries && failure.Kind is ModelFailureKind.Busy or ModelFailureKind.Unreachable)
        {
            await Task.Delay(failure.RetryAfter ?? TimeSpan.FromSeconds(attempt), time, reply.Ending);
            return true;
        }
        await (failure.Kind switch
        {
            ModelFailureKind.Busy => ending.FailAsync(reply, ReplyError.Busy),
            ModelFailureKind.Refused => ending.FailAsync(reply, ReplyError.Refused),
            ModelFailureKind.TooLong => ending.FailAsync(reply, ReplyError.TooLong, "This conversation is too long for the model."),
            ModelFailureKind.Endless => ending.FailAsync(reply, ReplyError.TooLong, "The model server sent more than this server takes. What had arrived is kept."),
            _ => ending.FailAsync(reply, fresh ? ReplyError.Unreachable : ReplyError.Interrupted),
        });
        return false;
    }

    private Task EndCancelledAsync(RunningReply reply) => reply.Cause switch
    {
        EndCause.Stopped => ending.StopAsync(reply),
        EndCause.Lost => Task.CompletedTask,
        EndCause.Shutdown when !reply.Begun => ending.GiveBackAsync(reply, notBefore: null),
        EndCause.Shutdown => ending.FailAsync(reply, ReplyError.Interrupted, "ChatApp was restarted. What had arrived is kept."),
        EndCause.OutOfTime => ending.FailAsync(reply, ReplyError.TooLong, "The answer took longer than this server allows. What had arrived is kept."),
        _ when reply.Text.Length == 0 => ending.FailAsync(reply, ReplyError.Unreachable, "The model server did not answer in time. Your message is safe."),
        _ => ending.FailAsync(reply, ReplyError.Interrupted, "The model server fell silent. What had arrived is kept."),
    };

    [LoggerMessage(LogLevel.Warning, "The prompt of reply {ReplyId} cannot be read yet; trying again in a second")]
    private partial void LogNotRead(Exception e, Guid replyId);

    [LoggerMessage(LogLevel.Information, "Reply {ReplyId}: the call to {Endpoint} failed, {Kind}: {What}")]
    private partial void LogFailure(Guid replyId, string endpoint, ModelFailureKind kind, string what);
}
