namespace ChatApp.Admin.People;

/// <summary>What a person has used, as far as it is still there: deleted conversations count no more.</summary>
/// <param name="Messages">That the person wrote.</param>
/// <param name="Characters">Of all text in their conversations, the models' too.</param>
/// <param name="FileBytes">Of their files; equal files count once, as on the disk.</param>
public sealed record PersonTotals(int Messages, long Characters, int Replies, long PromptTokens, long CompletionTokens, long FileBytes)
{
    public long Tokens => PromptTokens + CompletionTokens;
}
