namespace ChatApp.Admin.People;

/// <summary>What a person has used, as far as it is still there: deleted conversations count no more.</summary>
/// <param name="Messages">That the person wrote.</param>
/// <param name="Characters">Of all text in their conversations, the models' too.</param>
public sealed record PersonTotals(int Messages, long Characters, int Replies, long PromptTokens, long CompletionTokens)
{
    public static readonly PersonTotals None = new(0, 0, 0, 0, 0);

    public long Tokens => PromptTokens + CompletionTokens;
}
