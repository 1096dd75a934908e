using System.Text;
using ChatApp.Data;
using ChatApp.LanguageModels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.AI;

namespace ChatApp.Replies;

/// <summary>Asks the model for a short title, while nobody needs its slot.</summary>
internal sealed class TitleGenerator(IDbContextFactory<ChatDbContext> databases, ModelCalls calls, ReplyRights rights, ReplyEnding ending, PersonChanges changes)
{
    private const int Longest = 60;
    private const int Excerpt = 1_000;
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(60);

    public async Task RunAsync(RunningReply reply)
    {
        var claim = reply.Claim;
        reply.EndAfter(AtMost, EndCause.OutOfTime);
        try
        {
            var title = Shorten(await AskAsync(claim, reply.Ending));
            if (title.Length > 0 && await RenameAsync(claim, title, reply.Ending))
                changes.Publish(claim.PersonId, new(ChangeKind.Conversation, claim.ConversationId));
            await ending.CompleteAsync(reply, new(false, null, null));
        }
        catch (OperationCanceledException) when (reply.Cause is EndCause.Yielded or EndCause.Shutdown)
        {
            await ending.GiveBackAsync(reply, notBefore: null);
        }
        catch (OperationCanceledException) when (reply.Ending.IsCancellationRequested)
        {
            await ending.StopAsync(reply);
        }
        catch (ModelFailure)
        {
            // The first words go on being the title.
            await ending.FailAsync(reply, ReplyError.Unreachable);
        }
    }

    private async Task<string> AskAsync(Claim claim, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        if (!await rights.HoldAsync(db, claim, ct))
            return "";
        var beginning = await db.Messages.AsNoTracking()
            .Where(message => message.ConversationId == claim.ConversationId && message.OnPath && message.Depth < 2 && message.Text != "")
            .OrderBy(message => message.Depth)
            .Select(message => new { message.Role, Text = message.Text.Substring(0, Excerpt) })
            .ToListAsync(ct);
        ChatMessage[] request =
        [
            new(ChatRole.System, "You write titles for conversations: at most six words, in the conversation's language, no quotation marks, no full stop. Answer with the title alone."),
            .. beginning.Select(message => new ChatMessage(message.Role is MessageRole.User ? ChatRole.User : ChatRole.Assistant, message.Text)),
            new(ChatRole.User, "Write the title of this conversation."),
        ];
        var title = new StringBuilder();
        await foreach (var chunk in calls.StreamAsync(new(claim.Endpoint, claim.Model), request, ct))
            if (title.Append(chunk.Text).Length > Excerpt)
                break;
        return title.ToString();
    }

    private async Task<bool> RenameAsync(Claim claim, string title, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Conversations
            .Where(conversation => conversation.Id == claim.ConversationId && conversation.TitleSource == TitleSource.FirstWords)
            .ExecuteUpdateAsync(conversation => conversation
                .SetProperty(row => row.Title, title)
                .SetProperty(row => row.TitleSource, TitleSource.Model), ct) == 1;
    }

    /// <summary>One line of at most 60 characters, cut between words.</summary>
    internal static string Shorten(string text)
    {
        // The marks of markdown mean nothing in a list.
        var line = Conversation.OneLine(text.Replace("**", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal)).Trim('"', '#', '*', ' ', '.', '“', '”');
        if (line.Length <= Longest)
            return line;
        var cut = line.LastIndexOf(' ', Longest);
        cut = cut > Longest / 2 ? cut : Longest;
        if (char.IsHighSurrogate(line[cut - 1]))
            cut--;
        return line[..cut] + "…";
    }
}
