using ChatApp.Data;
using ChatApp.Files;
using ChatApp.LanguageModels;
using Microsoft.EntityFrameworkCore;

namespace ChatApp.Replies;

/// <summary>What people do to replies: the one door for the screen and the HTTP API. Each method checks the owner in its queries.</summary>
internal sealed partial class ReplyCommands(
    IDbContextFactory<ChatDbContext> databases,
    ModelCatalog catalog,
    RunningReplies running,
    NodeIdentity node,
    Recovery recovery,
    PersonChanges changes,
    FileAttachments files,
    Wake wake,
    TimeProvider time)
{
    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private static IQueryable<Reply> Owned(ChatDbContext db, Guid personId, Guid replyId) => db.Replies.Where(reply =>
        reply.Id == replyId && reply.Kind == ReplyKind.Answer && db.Conversations.OwnedBy(personId).Any(conversation => conversation.Id == reply.ConversationId));

    // What was refused leaves nothing behind.
    private static bool IsDone(Outcome outcome) => outcome is Outcome.Accepted;

    /// <summary>After the commit: lets the line and the person's open pages know.</summary>
    private void Announce(Guid personId, Guid conversationId, ChangeKind kind, Guid replyId = default)
    {
        wake.Call();
        changes.Publish(personId, new(kind, conversationId, replyId));
        changes.Publish(personId, new(ChangeKind.Conversation, conversationId));
    }
}
