namespace ChatApp.LanguageModels;

/// <summary>A piece of a streamed reply: some text, or at the end why it ended and what was counted.</summary>
/// <param name="Text">May be empty.</param>
/// <param name="Thought">What the model thinks aloud; no part of the answer.</param>
/// <param name="Finish">Null until the model said why it ended.</param>
internal readonly record struct ModelChunk(string Text, ModelFinish? Finish = null, int? PromptTokens = null, int? CompletionTokens = null, string Thought = "");

internal enum ModelFinish
{
    Stop,
    Length,
    ContentFilter,
}
