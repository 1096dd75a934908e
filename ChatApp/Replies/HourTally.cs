using ChatApp.Data;

namespace ChatApp.Replies;

/// <summary>What is counted of an ended reply.</summary>
internal sealed record EndedReply(long Sequence, ReplyKind Kind, ReplyStatus Status, string Endpoint, DateTime QueuedAt, DateTime? StartedAt, DateTime? FirstTokenAt, DateTime EndedAt);

/// <summary>Counts and percentiles of ended replies that come and go.</summary>
internal sealed class HourTally
{
    private readonly SortedTimes waits = new();
    private readonly SortedTimes firstTokens = new();
    private readonly SortedTimes durations = new();
    private int completed;
    private int failed;
    private int stopped;

    public HourFigures Figures => new(
        completed, failed, stopped, waits.Percentile(0.5), waits.Percentile(0.95), firstTokens.Percentile(0.5), firstTokens.Percentile(0.95), durations.Percentile(0.5));

    public void Add(EndedReply reply)
    {
        Count(reply.Status, 1);
        Times(reply, static (times, time) => times.Add(time));
    }

    public void Remove(EndedReply reply)
    {
        Count(reply.Status, -1);
        Times(reply, static (times, time) => times.Remove(time));
    }

    private void Count(ReplyStatus status, int by)
    {
        switch (status)
        {
            case ReplyStatus.Complete:
                completed += by;
                break;
            case ReplyStatus.Error:
                failed += by;
                break;
            default:
                stopped += by;
                break;
        }
    }

    private void Times(EndedReply reply, Action<SortedTimes, TimeSpan> note)
    {
        if (reply.StartedAt is not { } started)
            return;
        note(waits, started - reply.QueuedAt);
        if (reply.FirstTokenAt is { } first)
            note(firstTokens, first - started);
        if (reply.Status is ReplyStatus.Complete)
            note(durations, reply.EndedAt - started);
    }
}
