using Microsoft.Extensions.AI;
using Microsoft.ML.Tokenizers;

namespace ChatApp.LanguageModels;

/// <summary>Fits a conversation into an endpoint's context, counting with the tokens of GPT-4o: other models differ by a few percent, which the room for the reply absorbs.</summary>
internal sealed class ContextWindow
{
    private const int MostReplyTokens = 4_000;
    private const int TokensPerMessage = 4;
    private const int TokensPerAttachment = 1_000;

    // A run without spaces costs the tokenizer more than its length; cut, it does not, for a token or two more.
    private const int Slice = 1_000;
    private readonly Lazy<Tokenizer> tokenizer = new(() => TiktokenTokenizer.CreateForEncoding("o200k_base"));

    /// <summary>Leaves out the oldest turns until the rest fits <paramref name="contextTokens"/> with room for a reply: a quarter of the context, at most 4,000 tokens.
    /// A leading system message and the last message always stay, even when they alone are too long.</summary>
    /// <returns>What to send, and how many messages were left out.</returns>
    public (IReadOnlyList<ChatMessage> Messages, int LeftOut) Fit(IReadOnlyList<ChatMessage> messages, int contextTokens)
    {
        if (messages.Count == 0)
            return (messages, 0);
        var lead = messages.Count > 1 && messages[0].Role == ChatRole.System ? 1 : 0;
        var last = messages.Count - 1;
        var room = PromptTokens(contextTokens) - Tokens(messages[last]) - (lead == 1 ? Tokens(messages[0]) : 0);
        var start = last;
        for (var i = last - 1; i >= lead && (room -= Tokens(messages[i])) >= 0; i--)
        {
            // Only whole turns: what is sent starts with a person's words.
            if (messages[i].Role == ChatRole.User)
                start = i;
        }
        return start == lead ? (messages, 0) : ([.. messages.Take(lead), .. messages.Skip(start)], start - lead);
    }

    /// <summary>What a prompt may have, with the room for the reply kept free.</summary>
    public static int PromptTokens(int contextTokens) => contextTokens - Math.Min(contextTokens / 4, MostReplyTokens);

    /// <summary>The beginning of a text that has at most so many tokens. Costs no more than what it returns.</summary>
    public string Cut(string text, int room, out int tokens)
    {
        tokens = 0;
        for (var from = 0; from < text.Length; from += Slice)
        {
            var count = tokenizer.Value.CountTokens(text.AsSpan(from, Math.Min(Slice, text.Length - from)));
            if (tokens + count > room)
                return text[..(from > 0 && char.IsHighSurrogate(text[from - 1]) ? from - 1 : from)];
            tokens += count;
        }
        return text;
    }

    public int CountTokens(string text)
    {
        var count = 0;
        for (var from = 0; from < text.Length; from += Slice)
            count += tokenizer.Value.CountTokens(text.AsSpan(from, Math.Min(Slice, text.Length - from)));
        return count;
    }

    private int Tokens(ChatMessage message) => TokensPerMessage + message.Contents.Sum(content => content switch
    {
        TextContent text => CountTokens(text.Text),
        _ => TokensPerAttachment,
    });
}
