namespace ChatApp.Replies;

/// <summary>What the model said at the end of a stream; null where it said nothing believable.</summary>
internal sealed record Usage(bool CutByLength, int? PromptTokens, int? CompletionTokens);
