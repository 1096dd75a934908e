using ChatApp.Data;

namespace ChatApp.Admin.Waiting;

/// <summary>A waiting or running reply as admins see it: no words of anyone.</summary>
/// <param name="Position">1 is what its endpoint takes next; null while it runs.</param>
/// <param name="Sentence">Where it stands or what it does.</param>
/// <param name="Reason">Why it waits; empty while it runs.</param>
/// <param name="Tokens">So far; null while it waits.</param>
public sealed record LineRow(
    Guid Id, Guid PersonId, string Email, string Endpoint, string Model, ReplyStatus Status, ReplyPriority Priority, DateTime QueuedAt, int Attempts, int? Position, string Sentence, string Reason, int? Tokens)
{
    public bool Waits => Status is ReplyStatus.Queued;
}

/// <summary>What of the line is asked for; empty words ask for everything.</summary>
/// <param name="Person">Part of the email.</param>
/// <param name="Model">Part of <c>endpoint/model</c>.</param>
internal sealed record LineFilter(string Person = "", string Model = "", ReplyStatus? Status = null)
{
    public bool NeedsRows => Person.Length > 0 || Model.Length > 0;
}

/// <param name="Total">Rows that the filter lets through.</param>
/// <param name="First">The number of the first row shown, from 0.</param>
internal sealed record LineExcerpt(IReadOnlyList<LineRow> Rows, int Total, int First);
