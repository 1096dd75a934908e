using System.Diagnostics;
using ChatApp.Data;
using ChatApp.Replies;

namespace ChatApp.Tests.Replies;

[EveryDatabase]
public sealed class PlacesTests : StagedTests
{
    [Fact]
    public async Task EveryWaitingPersonHearsOfAChangeWithinHalfASecondAndOneLookServesAll()
    {
        await using var rig = await StartAsync();
        var (board, changes) = (rig.Get<LineBoard>(), rig.Get<PersonChanges>());
        await rig.SendAsync(await rig.AddPersonAsync(), "runs");
        var running = await Stage.NextAsync();
        var people = new List<(Guid Person, Guid Reply)>();
        for (var i = 0; i < 12; i++)
        {
            var person = await rig.AddPersonAsync();
            var count = i + 1;
            var placed = PlacedAsync(rig, person, () => board.Places.Count == count);
            people.Add((person, (await rig.SendAsync(person, $"waits {i}")).ReplyId));
            await placed;
        }
        Assert.Equal(Enumerable.Range(1, 12), people.Select(one => board.PlaceOf(one.Reply)!.Position));
        Assert.Equal("The model is answering 1 other", board.PlaceOf(people[^1].Reply)!.Reason.ToWaiter);
        var viewers = people.SelectMany(one => Enumerable.Range(0, 5).Select(_ => changes.Subscribe(one.Person, _ => { }))).ToList();

        var before = Looks(rig);
        var told = people.Skip(1).Select((one, i) => PlacedAsync(rig, one.Person, () => board.PlaceOf(one.Reply)?.Position == i + 1)).ToList();
        var since = Stopwatch.StartNew();
        await running.FinishAsync("done");
        await Stage.NextAsync();
        await Task.WhenAll(told);

        Assert.True(since.Elapsed < TimeSpan.FromMilliseconds(500), $"{since.Elapsed}");
        Assert.InRange(Looks(rig) - before, 1, 8);
        viewers.ForEach(viewer => viewer.Dispose());
    }

    [Fact]
    public async Task AReplyThatStartsIsAnnouncedAndStandsInLineNoMore()
    {
        await using var rig = await StartAsync();
        var person = await rig.AddPersonAsync();
        var held = await rig.HoldAsync();
        var sent = await rig.SendAsync(person);
        await rig.UntilAsync(() => Task.FromResult(rig.Get<LineBoard>().PlaceOf(sent.ReplyId) is not null));
        Assert.Equal("paused by an admin", rig.Get<LineBoard>().PlaceOf(sent.ReplyId)!.Reason.ToWaiter);
        var started = rig.TellsAsync(person, change => change.Kind is ChangeKind.Reply && change.ReplyId == sent.ReplyId);
        var left = PlacedAsync(rig, person, () => rig.Get<LineBoard>().PlaceOf(sent.ReplyId) is null);

        await held.DisposeAsync();

        await started;
        Assert.Equal(ReplyStatus.Processing, (await rig.ReadAsync(sent.ReplyId)).Status);
        await left;
        await (await Stage.NextAsync()).FinishAsync("done");
    }

    private static Task<PersonChange> PlacedAsync(ReplyRig rig, Guid person, Func<bool> holds) =>
        rig.TellsAsync(person, change => change.Kind is ChangeKind.Places && holds());

    // Each look reads the unfinished replies once; so does each claim.
    private static int Looks(ReplyRig rig) =>
        rig.Activity.Reads.Count(sql => sql.Contains("\"After\"", StringComparison.Ordinal) && sql.Contains("\"Priority\"", StringComparison.Ordinal));
}
