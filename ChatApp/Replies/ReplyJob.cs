using Hangfire;

namespace ChatApp.Replies;

/// <summary>A ticket: some reply may be runnable on this endpoint. With nothing to claim it does nothing.</summary>
internal sealed class ReplyJob(ReplyWorker worker)
{
    [JobDisplayName("Next reply of {0}")]
    [AutomaticRetry(Attempts = 0)]
    public Task RunNextAsync(string endpoint) => worker.RunNextAsync(endpoint);
}
