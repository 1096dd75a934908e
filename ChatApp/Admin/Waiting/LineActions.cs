using ChatApp.Data;
using ChatApp.Replies;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Admin.Waiting;

/// <summary>What an admin does to replies in line.</summary>
internal sealed class LineActions(AdminActions actions, LineCommands line)
{
    public Task<Deed> MoveToFrontAsync(Guid replyId, CancellationToken ct) => DoAsync("reply.front", replyId, LineCommands.MoveToFrontAsync, LineFollow.None, ct);

    public Task<Deed> RequeueAsync(Guid replyId, CancellationToken ct) => DoAsync("reply.requeue", replyId, LineCommands.RequeueAsync, LineFollow.Lose, ct);

    public Task<Deed> CancelAsync(Guid replyId, CancellationToken ct) => DoAsync("reply.cancel", replyId, line.CancelAsync, LineFollow.Stop, ct);

    public async Task<Deed> CancelAllAsync(Guid personId, string email, CancellationToken ct)
    {
        List<LineReply> concerned = [];
        var deed = await actions.DoAsync("person.cancel", email, async (db, ct) =>
        {
            concerned = await line.CancelAllAsync(db, personId, ct);
            return concerned.Count == 0 ? null : $"{concerned.Count} replies";
        }, ct);
        return await FollowAsync(deed, concerned, LineFollow.Stop, ct);
    }

    private async Task<Deed> DoAsync(string action, Guid replyId, Func<ChatDbContext, Guid, CancellationToken, Task<List<LineReply>>> command, LineFollow follow, CancellationToken ct)
    {
        List<LineReply> concerned = [];
        var deed = await actions.DoAsync(action, replyId.ToString(), async (db, ct) =>
        {
            concerned = await command(db, replyId, ct);
            return concerned is [var one] ? await db.Users.Where(user => user.Id == one.PersonId).Select(user => user.Email).SingleAsync(ct) ?? "" : null;
        }, ct);
        return await FollowAsync(deed, concerned, follow, ct);
    }

    // What is committed must be followed, whether or not the page is still there.
    private async Task<Deed> FollowAsync(Deed deed, List<LineReply> concerned, LineFollow follow, CancellationToken ct)
    {
        try
        {
            if (deed is Deed.Done)
                await line.FollowAsync(concerned, follow, CancellationToken.None);
        }
        catch (Exception exception) when (DatabaseTrouble.IsTrouble(exception))
        {
            // The change stands: whoever runs such a reply finds it at the next look.
        }
        ct.ThrowIfCancellationRequested();
        return deed;
    }
}
