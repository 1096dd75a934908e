using System.Collections.Concurrent;
using ChatApp.Data;

namespace ChatApp.Replies;

/// <summary>What runs in this process.</summary>
internal sealed class RunningReplies(LiveReplies live, TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, RunningReply> replies = new();

    public ICollection<RunningReply> All => replies.Values;

    public bool Contains(Guid replyId) => replies.ContainsKey(replyId);

    public RunningReply Start(Claim claim)
    {
        var thoughts = new LiveText();
        return replies[claim.ReplyId] = new(claim, claim.Kind is ReplyKind.Answer ? live.Start(claim.ReplyId, thoughts) : new(), thoughts, time);
    }

    /// <summary>Call it after the last write.</summary>
    public void Remove(RunningReply reply)
    {
        replies.TryRemove(new(reply.Claim.ReplyId, reply));
        live.End(reply.Claim.ReplyId, reply.Text);
        reply.Dispose();
    }

    /// <returns>False when it does not run here.</returns>
    public bool Stop(Guid replyId)
    {
        if (!replies.TryGetValue(replyId, out var reply))
            return false;
        reply.End(EndCause.Stopped);
        return true;
    }

    /// <summary>Somebody took the reply away: the model call ends and nothing is written.</summary>
    public void Lose(Guid replyId)
    {
        if (replies.TryGetValue(replyId, out var reply))
            reply.End(EndCause.Lost);
    }

    /// <returns>Null when it does not run here.</returns>
    public int? TokensOf(Guid replyId) => replies.TryGetValue(replyId, out var reply) ? reply.Tokens : null;

    public void YieldTitles(string endpoint)
    {
        foreach (var reply in replies.Values)
            if (reply.Claim.Kind is ReplyKind.Title && reply.Claim.Endpoint == endpoint)
                reply.End(EndCause.Yielded);
    }
}
