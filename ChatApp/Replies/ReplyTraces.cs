using System.Collections.Concurrent;
using System.Diagnostics;

namespace ChatApp.Replies;

/// <summary>
/// Joins what belongs to one reply in one trace: the POST that asked for it, the ticket that ran it with its model call, and the first paint. The way from one to the next
/// leads over the database, so the trace's id is kept beside it in memory; a reply that another process takes over begins a trace of its own.
/// </summary>
internal static class ReplyTraces
{
    public const string Source = "ChatApp.Replies";
    private static readonly ActivitySource Activities = new(Source);
    private static readonly ConcurrentDictionary<Guid, ActivityContext> Known = new();
    private static readonly ConcurrentQueue<Guid> Order = new();
    private const int Most = 1_000;

    /// <summary>The request that is running asked for this reply.</summary>
    public static void Asked(Guid replyId)
    {
        if (!Activities.HasListeners() || Activity.Current is not { Recorded: true } request)
            return;
        Known[replyId] = request.Context;
        Order.Enqueue(replyId);
        while (Order.Count > Most && Order.TryDequeue(out var oldest))
            Known.TryRemove(oldest, out _);
    }

    /// <summary>A ticket took the reply; dispose when it ran.</summary>
    public static Activity? Run(Claim claim)
    {
        var ticket = Activities.StartActivity("reply", ActivityKind.Consumer, Known.GetValueOrDefault(claim.ReplyId));
        ticket?.SetTag("chatapp.reply", claim.ReplyId).SetTag("chatapp.endpoint", claim.Endpoint).SetTag("gen_ai.request.model", claim.Model).SetTag("chatapp.attempt", claim.Attempt);
        return ticket;
    }

    /// <summary>A browser showed the first words.</summary>
    /// <param name="since">When they were sent to it.</param>
    public static void Painted(Guid replyId, DateTime since)
    {
        if (Known.TryGetValue(replyId, out var request))
            Activities.StartActivity("first paint", ActivityKind.Internal, request, startTime: since)?.SetTag("chatapp.reply", replyId).Dispose();
    }
}
