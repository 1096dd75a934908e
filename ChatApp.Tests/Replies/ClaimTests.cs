using System.Collections.Concurrent;
using ChatApp.Data;
using ChatApp.LanguageModels;
using ChatApp.Replies;
using ChatApp.Tests.LanguageModels;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatApp.Tests.Replies;

[EveryDatabase]
public sealed class ClaimTests : StagedTests
{
    private static readonly (string, string)[] Other =
    [
        ("Models:Endpoints:0:Slots", "3"),
        ("Models:Endpoints:1:Name", "other"), ("Models:Endpoints:1:Models", "gamma"), ("Models:Endpoints:1:Slots", "2"),
    ];

    [Fact]
    public async Task SixteenWorkersOnTwoEndpointsNeverClaimTwiceNorBeyondALimit()
    {
        await using var rig = await StartAsync([.. Other, ("Models:Endpoints:1:Url", Stage.Url.ToString()), ("Replies:MaxRunningPerPerson", "2")]);
        var people = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => rig.AddPersonAsync()));

        // With the job engine gone the claims are these sixteen's alone.
        await rig.StopAsync();
        await rig.SignOnAsync();
        for (var i = 0; i < 100; i++)
            await rig.SendAsync(people[i % people.Length], $"m{i}", model: i % 2 == 0 ? "lab/alpha" : "other/gamma");
        using var claims = NewClaims(rig);
        var running = new ConcurrentDictionary<Guid, Claim>();
        var taken = new ConcurrentBag<Claim>();
        var broken = new ConcurrentBag<string>();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(async () =>
        {
            for (var idle = 0; idle < 50 && taken.Count < 100;)
            {
                var endpoint = worker % 2 == 0 ? "lab" : "other";
                if (await claims.TakeNextAsync(endpoint, Ct) is not { Claim: var claim })
                {
                    idle++;
                    await Task.Yield();
                    continue;
                }
                idle = 0;
                taken.Add(claim);
                if (!running.TryAdd(claim.ReplyId, claim))
                    broken.Add("claimed twice");
                await using var db = await rig.OpenAsync();
                var now = await db.Replies.AsNoTracking().Where(reply => reply.Status == ReplyStatus.Processing).ToListAsync(Ct);
                if (now.Count(reply => reply.Endpoint == "lab") > 3 || now.Count(reply => reply.Endpoint == "other") > 2)
                    broken.Add("more than the slots");
                if (now.GroupBy(reply => reply.UserId).Any(person => person.Count() > 2))
                    broken.Add("more than a person's limit");
                await db.Replies.Where(reply => reply.Id == claim.ReplyId).ExecuteUpdateAsync(reply => reply.SetProperty(row => row.Status, ReplyStatus.Complete), Ct);
            }
        }, Ct)));

        Assert.Empty(broken);
        Assert.Equal(100, taken.Select(claim => claim.ReplyId).Distinct().Count());
        Assert.Equal(100, taken.Count);
    }

    [Fact]
    public async Task TheModelServerNeverSeesMoreCallsThanSlots()
    {
        await using var rig = await StartAsync(("Models:Endpoints:0:Slots", "3"));
        Stage.OnAnswer = context => FakeModelServer.SayAsync(context, FakeModelServer.Delta("a"), FakeModelServer.Finish());
        var people = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => rig.AddPersonAsync()));

        var sent = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => rig.SendAsync(people[i % 4], $"m{i}"), Ct)));

        foreach (var one in sent)
            Assert.Equal(1, (await rig.ReachesAsync(one.ReplyId, ReplyStatus.Complete)).Attempt);
        Assert.Equal(40, Stage.Count);
        Assert.InRange(Stage.Most, 1, 3);
        Assert.Empty(rig.Errors);
    }

    [Fact]
    public async Task WithFiftyOfOnePersonWaitingAnothersFirstIsNext()
    {
        await using var rig = await StartAsync();
        var (a, b) = (await rig.AddPersonAsync(), await rig.AddPersonAsync());
        await rig.SendAsync(a, "a running");
        var running = await Stage.NextAsync();
        for (var i = 0; i < 50; i++)
            await rig.SendAsync(a, $"a {i}");
        var second = await rig.SendAsync(b, "b first");

        await running.FinishAsync("done");

        var next = await Stage.NextAsync();
        Assert.Contains("b first", next.Prompt);
        await rig.Commands.StopAsync(b, second.ReplyId, Ct);
        Assert.Contains("a 0", (await Stage.NextAsync()).Prompt);
    }

    [Fact]
    public async Task TheHeadThatIsShownIsWhatTheNextClaimTakes()
    {
        await using var rig = await StartAsync([.. Other, ("Models:Endpoints:1:Url", Stage.Url.ToString()), ("Models:Endpoints:0:Slots", "32"), ("Models:Endpoints:1:Slots", "32")]);
        await rig.UntilAsync(async db => await db.Endpoints.CountAsync(Ct) >= 3);
        var people = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => rig.AddPersonAsync(maxRunning: i == 0 ? 1 : null)));
        await rig.StopAsync();
        await rig.SignOnAsync();

        await GenLine.SampleAsync(async entries =>
        {
            await using var seeded = await rig.OpenAsync();
            await seeded.Conversations.ExecuteDeleteAsync(Ct);
            var conversation = new Conversation { UserId = people[0] };
            seeded.Conversations.Add(conversation);
            Guid? before = null;
            foreach (var (person, status, priority, elsewhere, follows) in entries)
            {
                var id = Guid.NewGuid();
                seeded.Replies.Add(new()
                {
                    Id = id,
                    ConversationId = conversation.Id,
                    UserId = people[person],
                    Status = (ReplyStatus)status,
                    Priority = (ReplyPriority)priority,
                    Endpoint = elsewhere ? "other" : "lab",
                    Model = "alpha",
                    After = follows ? before : null,
                    Turn = status == 0 ? null : Random.Shared.Next(100),
                    Owner = status == 0 ? null : rig.Boot,
                });
                before = id;
                await seeded.SaveChangesAsync(Ct);
            }

            using var claims = NewClaims(rig);
            while (true)
            {
                await using var db = await rig.OpenAsync();
                var order = QueueOrder.Of("lab", await db.ReadLineAsync(Ct), 3, DateTime.UtcNow);
                var taken = await claims.TakeNextAsync("lab", Ct);
                Assert.Equal(order is [{ CanRun: true, Entry.Id: var head }, ..] ? head : null, taken?.Claim.ReplyId);
                if (taken is null)
                    break;
            }
        }, iter: 25, threads: 1);
    }

    private static readonly Gen<(int Person, int Status, int Priority, bool Elsewhere, bool Follows)[]> GenLine =
        Gen.Select(Gen.Int[0, 3], Gen.Frequency((4, Gen.Const(0)), (1, Gen.Int[1, 5])), Gen.Int[0, 2], Gen.Frequency((3, Gen.Const(false)), (1, Gen.Const(true))), Gen.Bool).Array[0, 12];

    // The app's own are closed once it has stopped.
    private static Claims NewClaims(ReplyRig rig) => new(
        rig.Get<IDbContextFactory<ChatDbContext>>(), rig.Get<ModelCatalog>(), new(new(), TimeProvider.System), rig.Get<NodeIdentity>(), rig.Get<IOptions<RepliesOptions>>(), TimeProvider.System);
}
