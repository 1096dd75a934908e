extern alias product;

using ChatApp.E2E.Infrastructure;
using ChatApp.E2E.Infrastructure.ModelServer;
using Microsoft.EntityFrameworkCore;
using product::ChatApp.Data;

namespace ChatApp.E2E.Faults;

/// <summary>Compares what people were told, what stands in the database and what the model server was asked: the three have to agree.</summary>
internal sealed class Checker
{
    private readonly Verdict verdict = new();
    private readonly Ledger ledger;
    private readonly ILookup<string, FakeCall> calls;
    private readonly ILookup<Guid?, Message> byClientId;
    private readonly ILookup<Guid?, Message> byParent;
    private readonly Dictionary<Guid, Reply> replies;

    private Checker(Ledger ledger, FakeCall[] calls, List<Message> messages, List<Reply> replies)
    {
        this.ledger = ledger;
        this.calls = calls.Where(call => !call.Title).ToLookup(call => call.Prompt);
        byClientId = messages.Where(message => message.Role is MessageRole.User).ToLookup(message => message.ClientMessageId);
        byParent = messages.ToLookup(message => message.ParentId);
        this.replies = replies.ToDictionary(reply => reply.Id);
    }

    /// <summary>Everything said has to have come to its end before.</summary>
    public static async Task<Verdict> LookAsync(Rows rows, FakeModel model, Ledger ledger, CancellationToken ct)
    {
        await using var db = rows.Open();
        var checker = new Checker(ledger, await model.CallsAsync(ct), await db.Messages.AsNoTracking().ToListAsync(ct), await db.Replies.AsNoTracking().ToListAsync(ct));
        var kept = ledger.Said.Where(said => !ledger.IsDeleted(said)).ToList();
        kept.ForEach(checker.CheckMessage);
        foreach (var conversation in kept.GroupBy(said => said.ConversationId))
            checker.CheckOrder([.. conversation]);
        checker.CheckNothingElse(await db.Users.Select(user => new { user.Id, user.Email }).ToDictionaryAsync(user => user.Id, user => user.Email!, ct));
        return checker.verdict;
    }

    private void CheckMessage(Said said)
    {
        var rows = byClientId[said.ClientId].ToList();
        if (rows.Count > 1)
            verdict.Duplicated.Add($"“{said.Text}” stands {rows.Count} times.");
        if (rows.FirstOrDefault(row => row.Id.ToString() == said.MessageId) is not { } row || row.Text != said.Text)
        {
            verdict.Lost.Add($"“{said.Text}” was accepted and does not stand as it was sent.");
            return;
        }
        var answers = byParent[row.Id].OrderBy(answer => answer.Sequence).ToList();
        if (answers.Count < ledger.RepliesOf(said) || answers.TrueForAll(answer => answer.Id.ToString() != said.ReplyId))
            verdict.Lost.Add($"“{said.Text}” has {answers.Count} replies; {ledger.RepliesOf(said)} were promised.");
        if (answers.Count > ledger.RepliesOf(said))
            verdict.Duplicated.Add($"“{said.Text}” has {answers.Count} replies; {ledger.RepliesOf(said)} were asked for.");
        CheckCalls(said, answers);
        foreach (var answer in answers)
            CheckReply(said, answer, answers.Count == 1);
    }

    private void CheckCalls(Said said, List<Message> answers)
    {
        var rows = answers.ConvertAll(answer => replies[answer.Id]);
        // A reset takes words with it that were on their way; that none was saved before another call is looked at below.
        var refused = calls[said.Text].Count(call => call.Ended == "failed");
        if (calls[said.Text].Count() > rows.Sum(row => row.Attempt) + refused)
            verdict.Duplicated.Add($"“{said.Text}”: {calls[said.Text].Count()} model calls for {rows.Sum(row => row.Attempt)} claims and {refused} refusals.");
        if (rows.Sum(row => row.Attempt) > rows.Sum(row => 1 + row.Recoveries) + ledger.AgainsOf(said))
            verdict.Duplicated.Add($"“{said.Text}”: {rows.Sum(row => row.Attempt)} claims for {rows.Count} replies and {rows.Sum(row => row.Recoveries)} crashes.");
    }

    private void CheckReply(Said said, Message answer, bool isOnly)
    {
        var reply = replies[answer.Id];
        if (reply.Status < ReplyStatus.Complete)
        {
            verdict.Stuck.Add($"“{said.Text}”: its reply is {reply.Status} still.");
            return;
        }
        if (answer.Text.Length == 0)
        {
            if (reply.Status is ReplyStatus.Complete)
                verdict.Lost.Add($"“{said.Text}”: its reply is complete and empty.");
            return;
        }
        // Each call says other words, so a text tells which one it came from, and that it came from no two.
        var source = calls[said.Text].FirstOrDefault(call => WholeOf(call).StartsWith(answer.Text, StringComparison.Ordinal));
        if (source is null)
            verdict.Duplicated.Add($"“{said.Text}”: its reply is not what one call said: “{answer.Text}”.");
        else if (reply.Status is ReplyStatus.Complete && answer.Text != WholeOf(source))
            verdict.Lost.Add($"“{said.Text}”: its complete reply lacks the end: “{answer.Text}”.");
        else if (isOnly && calls[said.Text].Any(call => call.Time > source.Time))
            verdict.Duplicated.Add($"“{said.Text}”: the model was called again after words of its reply were saved.");
    }

    private void CheckOrder(List<Said> conversation)
    {
        var rows = conversation.SelectMany(said => byClientId[said.ClientId]).ToList();
        foreach (var (before, after) in rows.Zip(rows.Skip(1)))
        {
            if (before.Sequence >= after.Sequence || before.Depth >= after.Depth)
                verdict.Reordered.Add($"“{after.Text}” was sent after “{before.Text}” and stands before it.");
            // Whoever answers a message has seen the end of the answer before.
            var first = calls[after.Text].Select(call => call.ArrivedAt).DefaultIfEmpty(long.MaxValue).Min();
            if (calls[before.Text].Any(call => call.Time == 1 && call.LastWordAt > first))
                verdict.Reordered.Add($"“{after.Text}” was answered while “{before.Text}” still was.");
        }
        for (var i = 0; i < conversation.Count; i++)
        {
            var asked = conversation.Take(i + 1).Select(said => said.Text);
            if (calls[conversation[i].Text].Any(call => !call.Messages.Where(message => message.Role == "user").Select(message => message.Text).SequenceEqual(asked)))
                verdict.Reordered.Add($"“{conversation[i].Text}”: the model was not asked what the conversation says.");
        }
    }

    private void CheckNothingElse(Dictionary<Guid, string> emails)
    {
        var people = ledger.Said.Select(said => said.Person).ToHashSet();
        var known = ledger.Said.Select(said => (Guid?)said.ClientId).ToHashSet();
        foreach (var stray in byClientId.Where(rows => !known.Contains(rows.Key)).SelectMany(rows => rows).Where(row => people.Contains(emails.GetValueOrDefault(row.UserId, ""))))
            verdict.Duplicated.Add($"“{stray.Text}” stands there and nobody sent it.");
    }

    private static string WholeOf(FakeCall call) => string.Concat(FakeScript.Read(call.Prompt, call.Time).Words);
}
