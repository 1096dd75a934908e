namespace ChatApp.Admin.Usage;

/// <summary>Rows of usage added up under one name.</summary>
internal sealed record UsageSum(string Name, long Replies, long Stopped, long Failed, long PromptTokens, long CompletionTokens, long Characters)
{
    public long Tokens => PromptTokens + CompletionTokens;

    public static UsageSum Of(string name, IEnumerable<UsageRow> rows) => rows.Aggregate(new UsageSum(name, 0, 0, 0, 0, 0, 0), (sum, row) => sum with
    {
        Replies = sum.Replies + row.Replies,
        Stopped = sum.Stopped + row.Stopped,
        Failed = sum.Failed + row.Failed,
        PromptTokens = sum.PromptTokens + row.PromptTokens,
        CompletionTokens = sum.CompletionTokens + row.CompletionTokens,
        Characters = sum.Characters + row.Characters,
    });
}
