extern alias product;

using System.Text.Json;
using ChatApp.E2E.Infrastructure;
using product::ChatApp.Data;

namespace ChatApp.E2E.Faults;

/// <summary>kill -9 while people regenerate, edit, rename and delete, and again and again.</summary>
[EveryDatabase]
public sealed class KillCommandTests(FaultTests.Ground ground) : FaultTests(ground), IClassFixture<FaultTests.Ground>
{
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(30);

    [Journey]
    public async Task CommandsThatWereNotAnsweredLeaveNothingAndThoseThatWereStand()
    {
        var said = new List<Said>();
        foreach (var what in new[] { "regenerated", "edited", "renamed", "deleted" })
            said.Add(await Somebody.SendAsync(Script(what, "tokens=3"), null, Ct));
        await World.SettledAsync(Ct);
        var before = await PagesAsync(said);
        var (regenerated, edited, edit) = (Guid.NewGuid(), Guid.NewGuid(), Script("edit", "tokens=3"));
        (HttpMethod Method, string Path, object? Body)[] commands =
        [
            (HttpMethod.Post, $"api/chat/message/{said[0].ReplyId}/regenerate", new { clientId = regenerated }),
            (HttpMethod.Post, "api/chat/message", new { clientMessageId = edited, text = edit, said[1].ConversationId, parentId = said[1].ConversationId }),
            (HttpMethod.Patch, $"api/chat/conversation/{said[2].ConversationId}", new { title = "Another name" }),
            (HttpMethod.Delete, $"api/chat/conversation/{said[3].ConversationId}", null),
        ];

        await using (var held = await World.Rows.LockAsync(Ct))
        {
            var waiting = commands.Select(command => Somebody.Person.TryAsync(command.Method, command.Path, command.Body, OneTry, Ct)).ToArray();
            for (var i = 0; i < 5; i++)
                await Somebody.InsistAsync(HttpMethod.Get, "api/chat/conversations", null, Ct);
            World.App.Kill();
            Assert.All(await Task.WhenAll(waiting), Assert.Null);
            await held.AppIsForgottenAsync(Ct);
        }
        await World.App.StartAsync(Ct);
        Assert.Equal(before, await PagesAsync(said));

        var answers = await Task.WhenAll(commands.Select(command => Somebody.InsistAsync(command.Method, command.Path, command.Body, Ct)));
        await World.KillAndStartAsync(Ct);
        Assert.Equal(answers[0].GetProperty("replyId").GetString(), await Somebody.RegenerateAsync(said[0], regenerated, Ct));
        Ledger.AskedBeside(said[0].Text);
        var again = await Somebody.SendAsync(edit, said[1].ConversationId, Ct, clientId: edited);
        Assert.Equal(answers[1].GetProperty("messageId").GetString(), again.MessageId);
        Assert.Equal("Another name", (await PageAsync(said[2])).GetProperty("title").GetString());
        Assert.Null(await FindAsync(said[3]));
        Ledger.Deleted(said[3].ConversationId);
        Ledger.Deleted(said[1].ConversationId);
        await AllIsWellAsync();
        Assert.Single(await World.Model.CallsAsync(edit, Ct));
        await Poll.UntilAsync("the deleted conversation to be gone", TimeSpan.FromSeconds(40), async () => !await World.Rows.HasAsync(said[3].MessageId, Ct), Ct);
    }

    [Journey]
    public async Task TenKillsInAMinuteLoseNothing()
    {
        var began = TimeProvider.System.GetTimestamp();
        string? conversation = null;
        for (var kill = 0; kill < 10; kill++)
        {
            var text = Script($"kill{kill}", kill % 3 == 0 ? "tokens=40" : $"tokens=40 rate={20 * kill}");
            var said = await Somebody.SendAsync(text, kill % 4 == 0 ? null : conversation, Ct);
            conversation = said.ConversationId;
            // Each at another moment: at once, when it is claimed, when its first word is on disk.
            if (kill % 3 > 0)
                await World.Rows.ReachesAsync(said.ReplyId, reply => reply.Status >= (kill % 3 == 1 ? ReplyStatus.Processing : ReplyStatus.Streaming), Ct);
            await World.KillAndStartAsync(Ct);
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"ten kills in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s");

        await AllIsWellAsync();
    }

    private async Task<string> PagesAsync(List<Said> said) => string.Join('\n', await Task.WhenAll(said.Select(async it => (await PageAsync(it)).GetRawText())));

    private Task<JsonElement> PageAsync(Said said) => Somebody.InsistAsync(HttpMethod.Get, $"api/chat/conversation/{said.ConversationId}", null, Ct);

    private async Task<string?> FindAsync(Said said)
    {
        using var answer = await Somebody.Person.Api.GetAsync(new Uri($"api/chat/conversation/{said.ConversationId}", UriKind.Relative), Ct);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(Ct) : null;
    }
}
