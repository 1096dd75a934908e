namespace ChatApp.Admin.Usage;

/// <summary>What one person asked of one model on one day (UTC, by the end of the reply). A reply of a deleted conversation counts no more.</summary>
/// <param name="Person">The email.</param>
/// <param name="Characters">Of the answers' text.</param>
internal sealed record UsageRow(
    DateOnly Day, string Person, string Endpoint, string Model, int Replies, int Completed, int Stopped, int Failed, long PromptTokens, long CompletionTokens, long Characters);
