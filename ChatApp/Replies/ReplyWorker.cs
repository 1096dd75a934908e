using ChatApp.Data;

namespace ChatApp.Replies;

/// <summary>Claims the next reply of an endpoint and runs it to its end.</summary>
internal sealed partial class ReplyWorker(
    Claims claims,
    RunningReplies running,
    ReplyGenerator generator,
    ReplyEnding ending,
    TitleGenerator titles,
    PersonChanges changes,
    ReplyMeters meters,
    Wake wake,
    IHostApplicationLifetime host,
    ILogger<ReplyWorker> logger)
{
    // A ticket's own token is not listened to: deleting it in Hangfire's dashboard must not touch a reply.
    public async Task RunNextAsync(string endpoint)
    {
        if (await TakeNextAsync(endpoint) is not { Claim: var claim } reply)
            return;
        using var trace = ReplyTraces.Run(claim);
        try
        {
            wake.Call();
            if (claim.Kind is ReplyKind.Answer)
                changes.Publish(claim.PersonId, new(ChangeKind.Reply, claim.ConversationId, claim.ReplyId));
            await (claim.Kind is ReplyKind.Title ? titles.RunAsync(reply) : generator.RunAsync(reply));
        }
        catch (Exception e)
        {
            var reference = Guid.NewGuid().ToString("N")[..8];
            LogFailed(e, claim.ReplyId, reference);
            await ending.FailAsync(reply, ReplyError.Internal, $"Something went wrong on our side. Your message is safe. Reference: {reference}");
        }
        finally
        {
            running.Remove(reply);
            wake.Call();
            await meters.RecordAsync(claim);
        }
    }

    private async Task<RunningReply?> TakeNextAsync(string endpoint)
    {
        try
        {
            return host.ApplicationStopping.IsCancellationRequested ? null : await claims.TakeNextAsync(endpoint, host.ApplicationStopping);
        }
        catch (OperationCanceledException)
        {
            // The host stops: the next start takes it.
            return null;
        }
        catch (Exception e) when (DatabaseTrouble.IsTrouble(e))
        {
            // It waits in line still: the next look gives another ticket.
            LogNotClaimed(e, endpoint);
            wake.Call();
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database could not be used to claim a reply of {Endpoint}; trying again")]
    private partial void LogNotClaimed(Exception e, string endpoint);

    [LoggerMessage(LogLevel.Error, "Reply {ReplyId} failed, reference {Reference}")]
    private partial void LogFailed(Exception e, Guid replyId, string reference);
}
