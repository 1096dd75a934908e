using System.Collections.Concurrent;

namespace ChatApp.E2E.Faults;

/// <summary>A message that was answered with 202, and what that answer said.</summary>
/// <param name="Text">Unique in its run; it is also the model's script.</param>
internal sealed record Said(string Person, Guid ClientId, string Text, string ConversationId, string MessageId, string ReplyId);

/// <summary>What people were told during a run. Whatever stands here has to stand in the database too.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentQueue<Said> said = new();
    private readonly ConcurrentDictionary<string, int> besides = new();
    private readonly ConcurrentDictionary<string, int> agains = new();
    private readonly ConcurrentDictionary<string, bool> deleted = new();

    /// <summary>In the order of their answers; within a conversation that is the order of the messages.</summary>
    public IReadOnlyCollection<Said> Said => said;

    public void Accepted(Said message) => said.Enqueue(message);

    /// <summary>Somebody wanted one more reply to this message.</summary>
    public void AskedBeside(string text) => besides.AddOrUpdate(text, 1, (_, count) => count + 1);

    /// <summary>Somebody may have had the same reply queued again.</summary>
    public void QueuedAgain(string text) => agains.AddOrUpdate(text, 1, (_, count) => count + 1);

    public void Deleted(string conversationId) => deleted[conversationId] = true;

    public int RepliesOf(Said message) => 1 + besides.GetValueOrDefault(message.Text);

    /// <summary>How often the app was told to stop: each may queue any running reply again.</summary>
    public int Stops { get; set; }

    public int AgainsOf(Said message) => agains.GetValueOrDefault(message.Text) + Stops;

    public bool IsDeleted(Said message) => deleted.ContainsKey(message.ConversationId);
}
