using System.Text.Json;
using ChatApp.Data;
using ChatApp.Replies;

namespace ChatApp.Tests.Replies;

[EveryDatabase]
public sealed class PromptTests : StagedTests
{
    [Fact]
    public async Task TheModelReadsTheReplysOwnPathAndNothingElse()
    {
        await using var rig = await StartAsync();
        var person = await rig.AddPersonAsync();
        var first = await AnsweredAsync(rig, person, "first", null, "one");
        await AnsweredAsync(rig, person, "left aside", first.ConversationId, "aside");
        var edited = await rig.SendAsync(person, "edited", first.ConversationId, parent: first.ReplyId);

        var call = await Stage.NextAsync();

        Assert.Equal(["user:first", "assistant:one", "user:edited"], Messages(call));
        await call.FinishAsync("done");
        Assert.Equal(0, (await rig.ReachesAsync(edited.ReplyId, ReplyStatus.Complete)).LeftOut);
    }

    [Fact]
    public async Task AReplyOffTheCurrentPathStillReadsItsOwn()
    {
        await using var rig = await StartAsync();
        var person = await rig.AddPersonAsync();
        var first = await AnsweredAsync(rig, person, "first", null, "one");
        var held = await rig.HoldAsync();
        await rig.SendAsync(person, "second", first.ConversationId);
        await rig.SendAsync(person, "first, edited", first.ConversationId, parent: first.ConversationId);
        await held.DisposeAsync();

        var (one, two) = (await NextAsync(), await NextAsync());
        Assert.Contains("user:first|assistant:one|user:second", new[] { one, two });
        Assert.Contains("user:first, edited", new[] { one, two });

        async Task<string> NextAsync()
        {
            var call = await Stage.NextAsync();
            await call.FinishAsync("done");
            return string.Join('|', Messages(call));
        }
    }

    [Fact]
    public async Task OfAVeryLongConversationOnlyWhatFitsIsReadAndTheRestIsCounted()
    {
        await using var rig = await StartAsync(("Models:Endpoints:0:ContextTokens", "2000"));
        var person = await rig.AddPersonAsync();
        var first = await AnsweredAsync(rig, person, "first", null, "one");
        await using (var db = await rig.OpenAsync())
        {
            var conversation = (await db.Conversations.FindAsync([first.ConversationId], Ct))!;
            var parent = first.ReplyId;
            for (var i = 0; i < 2_998; i++)
            {
                var message = new Message
                {
                    ConversationId = conversation.Id,
                    UserId = person,
                    ParentId = parent,
                    Depth = i + 2,
                    OnPath = true,
                    Sequence = ++conversation.LastSequence,
                    Role = i % 2 == 0 ? MessageRole.User : MessageRole.Assistant,
                    Text = $"number {i} " + string.Join(' ', Enumerable.Repeat("word", 100)),
                };
                db.Messages.Add(message);
                parent = message.Id;
            }
            conversation.LeafId = parent;
            await db.SaveChangesAsync(Ct);
        }
        var before = rig.Activity.Reads.Count;
        var sent = await rig.SendAsync(person, "last", first.ConversationId);
        var call = await Stage.NextAsync();
        var reads = rig.Activity.Reads.Count - before;
        await call.FinishAsync("done");

        var messages = Messages(call);
        Assert.Equal("user:last", messages[^1]);
        Assert.StartsWith("user:", messages[0]);
        Assert.InRange(messages.Count, 5, 60);
        Assert.Equal(3_001 - messages.Count, (await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Complete)).LeftOut);
        Assert.True(reads < 60, $"{reads} queries");
    }

    private async Task<Outcome.Accepted> AnsweredAsync(ReplyRig rig, Guid person, string text, Guid? conversation, string answer)
    {
        var sent = await rig.SendAsync(person, text, conversation);
        await (await Stage.NextAsync()).FinishAsync(answer);
        await rig.ReachesAsync(sent.ReplyId, ReplyStatus.Complete);
        return sent;
    }

    private static List<string> Messages(ModelCall call)
    {
        using var body = JsonDocument.Parse(call.Prompt);
        return [.. body.RootElement.GetProperty("messages").EnumerateArray().Select(message => $"{message.GetProperty("role").GetString()}:{Text(message.GetProperty("content"))}")];
    }

    private static string Text(JsonElement content) => content.ValueKind is JsonValueKind.String
        ? content.GetString()!
        : string.Concat(content.EnumerateArray().Select(part => part.GetProperty("text").GetString()));
}
